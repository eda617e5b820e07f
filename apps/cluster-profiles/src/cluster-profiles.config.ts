import { Ed25519PublicKeysVariable, PublisherVariables, UrlVariable } from '@trailbook/service';

/** What cluster-profiles reads from its environment. */
export class ClusterProfilesConfig extends PublisherVariables {
  /** Of the role trailbook_cluster_profiles. */
  @UrlVariable('postgres', 'postgresql')
  DATABASE_URL!: string;

  /** The gateway's public keys, by which callers are believed. */
  @Ed25519PublicKeysVariable()
  INTERNAL_PUBLIC_KEYS!: Record<string, string>;
}
