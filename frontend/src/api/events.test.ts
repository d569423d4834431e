import { describe, expect, it } from 'vitest';
import { parseEvent } from './events';

const DATA = {
  request_id: '0b6d3c1e-4d0e-4a53-9a57-2a4a2f6f1c11',
  status: 'PENDING_APPROVAL',
  target_file: 'a.py',
  component: 'learning_module',
  confidence: 0.95,
  high_confidence: true,
};

describe('parseEvent', () => {
  it('reads an event', () => {
    expect(parseEvent(JSON.stringify(DATA), '41')).toEqual({
      sequence: 41,
      requestId: DATA.request_id,
      status: 'PENDING_APPROVAL',
      targetFile: 'a.py',
      component: 'learning_module',
      confidence: 0.95,
      highConfidence: true,
    });
  });

  it('fills what an event leaves out', () => {
    const bare = JSON.stringify({ request_id: 'x', status: 'DENIED', confidence: 'much', further: [] });
    expect(parseEvent(bare, '')).toMatchObject({ sequence: undefined, confidence: 0, highConfidence: false });
  });

  it.each(['', '{', 'null', '[]', '7', '{"request_id":1,"status":"DENIED"}', '{"request_id":"x"}'])(
    'drops %j',
    data => {
      expect(parseEvent(data, '1')).toBeUndefined();
    },
  );
});
