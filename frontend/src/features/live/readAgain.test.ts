import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { readAgain } from './readAgain';

const KEY = ['requests', 'pending'];

/** A list on show whose readings are answered when the test says so. */
function shown() {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const answers: { resolve: (rows: string[]) => void; reject: (error: Error) => void }[] = [];
  const observer = new QueryObserver<string[]>(queryClient, {
    queryKey: KEY,
    queryFn: () => new Promise((resolve, reject) => answers.push({ resolve, reject })),
  });
  observer.subscribe(() => {});
  const answer = async (index: number) => {
    await expect.poll(() => answers.length).toBeGreaterThan(index);
    return answers[index] as (typeof answers)[number];
  };
  return { queryClient, answer, data: () => observer.getCurrentResult().data };
}

it('reads again what was being read for the first time while something happened', async () => {
  const { queryClient, answer, data } = shown();
  const first = await answer(0);
  const read = readAgain(queryClient, ['requests']);
  first.resolve([]);
  (await answer(1)).resolve(['arrived meanwhile']);
  await read;
  expect(data()).toEqual(['arrived meanwhile']);
});

it('reads again after a first reading that failed', async () => {
  const { queryClient, answer, data } = shown();
  const first = await answer(0);
  const read = readAgain(queryClient, KEY);
  first.reject(new Error('away'));
  (await answer(1)).resolve(['there']);
  await read;
  expect(data()).toEqual(['there']);
});

it('reads at once what is there already', async () => {
  const { queryClient, answer, data } = shown();
  (await answer(0)).resolve([]);
  await expect.poll(data).toEqual([]);
  const read = readAgain(queryClient, KEY);
  (await answer(1)).resolve(['new']);
  await read;
  expect(data()).toEqual(['new']);
});
