import { answer, client } from './client';
import type { components, operations } from './schema.gen';

type Schemas = components['schemas'];
export type FeedbackPage = Schemas['FeedbackPage'];
export type KeptFeedback = Schemas['KeptFeedback'];
export type FeedbackQuery = NonNullable<operations['listFeedback']['parameters']['query']>;
export type FeedbackType = NonNullable<FeedbackQuery['type']>;

/** Feedback, the latest received first, one page of it. */
export function listFeedback(query: FeedbackQuery, signal: AbortSignal): Promise<FeedbackPage> {
  return answer(client.GET('/api/feedback', { params: { query }, signal }));
}
