import { Optional, PageQuery, Text } from '@trailbook/service';
import type { Session } from './session.entity';

export class SessionQuery extends PageQuery {
  @Optional()
  @Text(1, 128)
  userUid?: string;
}

/** @param ownUid the session in which it is asked */
export function sessionAnswer(session: Session, ownUid: string | undefined) {
  const { uid, userUid, beganAt, lastUsedAt, endsAt, ip, userAgent, issuer } = session;
  return {
    metadata: { uid, creationTimestamp: beganAt.toISOString() },
    spec: {
      userUid,
      ...(ip !== null && { ip }),
      ...(userAgent !== null && { userAgent }),
      ...(issuer !== null && { issuer }),
    },
    status: {
      lastUsedTimestamp: lastUsedAt.toISOString(),
      endTimestamp: endsAt.toISOString(),
      isCurrent: uid === ownUid,
    },
  };
}
