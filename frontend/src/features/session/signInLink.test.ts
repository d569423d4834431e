import { describe, expect, it } from 'vitest';
import { linkSecret, SignInLink } from './signInLink';

describe('linkSecret', () => {
  it.each([
    ['#link=aB3-_x', 'aB3-_x'],
    ['#link=a+b/c=', 'a+b/c='],
    ['#link=a%2Bb', 'a+b'],
    ['', null],
    ['#', null],
    ['#link=', null],
    ['#link', null],
    ['#other=a', null],
    ['#xlink=a', null],
    ['#link=a&link=b', null],
    ['#link=%E0%A4%A', null],
  ])('of %j is %j', (fragment, secret) => {
    expect(linkSecret(fragment)).toBe(secret);
  });
});

describe('SignInLink', () => {
  function browserAt(hash: string) {
    const place = { hash, pathname: '/sign-in', search: '?from=%2Fx' };
    const replaced: unknown[][] = [];
    const trail = { state: { key: 'kept' }, replaceState: (...call: unknown[]) => void replaced.push(call) };
    return { place, trail, replaced };
  }

  it('removes the secret from the address and keeps the rest', () => {
    const { place, trail, replaced } = browserAt('#link=secret');
    new SignInLink().lookAt(place, trail);
    expect(replaced).toEqual([[{ key: 'kept' }, '', '/sign-in?from=%2Fx']]);
  });

  it('removes even a secret that it cannot read', () => {
    const { place, trail, replaced } = browserAt('#link=%E0');
    const link = new SignInLink();
    expect(link.lookAt(place, trail)).toBe(false);
    expect(replaced).toHaveLength(1);
    expect(link.take()).toBeNull();
  });

  it('leaves any other fragment alone', () => {
    const { place, trail, replaced } = browserAt('#main');
    expect(new SignInLink().lookAt(place, trail)).toBe(false);
    expect(replaced).toEqual([]);
  });

  it('gives the secret away once', () => {
    const { place, trail } = browserAt('#link=secret');
    const link = new SignInLink();
    expect(link.lookAt(place, trail)).toBe(true);
    expect([link.take(), link.take()]).toEqual(['secret', null]);
  });

  it('takes back a secret that was never sent, unless a newer one has come', () => {
    const { place, trail } = browserAt('#link=newer');
    const link = new SignInLink();
    link.keep('unsent');
    expect(link.take()).toBe('unsent');
    link.lookAt(place, trail);
    link.keep('unsent');
    expect(link.take()).toBe('newer');
  });
});
