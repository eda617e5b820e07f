import type { ClusterProfile } from './cluster-profile.entity';

/** A profile as it is answered. */
export function profileAnswer(profile: ClusterProfile) {
  const { uid, name, description, createdAt, updatedAt, spec } = profile;
  return {
    metadata: {
      uid,
      name,
      description,
      creationTimestamp: createdAt.toISOString(),
      lastModifiedTimestamp: updatedAt.toISOString(),
    },
    spec,
  };
}
