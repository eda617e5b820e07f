/** The sources of Trailbook's own events, by the app that sends them: each signs with a key of its own. */
export const ownSources = {
  identity: '/services/identity',
  'cluster-profiles': '/services/cluster-profiles',
  query: '/trailbook/query',
  'trail-sink': '/trailbook/trail-sink',
  ingest: '/trailbook/ingest',
} as const;

export type PublishingApp = keyof typeof ownSources;
