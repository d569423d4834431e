/** Under which names answers are kept. Everything about requests begins alike, so that one word drops it all. */
export const keys = {
  requests: ['patch-requests'] as const,
  pending: ['patch-requests', 'pending'] as const,
  canaries: ['patch-requests', 'canaries'] as const,
  recent: ['patch-requests', 'recent'] as const,
  detail: (id: string) => ['patch-requests', 'detail', id] as const,
  timeline: (id: string) => ['patch-requests', 'timeline', id] as const,
  merge: (id: string) => ['patch-requests', 'merge', id] as const,
  revert: (id: string) => ['patch-requests', 'revert', id] as const,
  interdiff: (id: string) => ['patch-requests', 'interdiff', id] as const,
  checkLog: (id: string, name: string, growing: boolean) => ['check-log', id, name, growing] as const,
  preview: (id: string) => ['preview', id] as const,
  stop: ['stop'] as const,
  protectedFiles: ['protected-files'] as const,
  improvements: ['improvements'] as const,
  feedback: (filters: object) => ['feedback', filters] as const,
  analytics: ['analytics'] as const,
};
