import { Anchor, Text } from '@mantine/core';
import type { Audit } from '@trailbook/contract';
import type { ReactNode } from 'react';
import type { AuditFilters } from '../audits/filters';
import { actorName, isLate, verificationWords } from '../audits/words';
import { localText, utcText } from '../parts/time';
import type { ReceivedEvent } from './queries';
import classes from './entry-panel.module.css';

interface Props {
  entry: Audit;
  event: ReceivedEvent | undefined;
  show: (filters: Partial<AuditFilters>) => void;
}

/** Who, what, when, and from where. */
export function Facts({ entry, event, show }: Props) {
  const { spec, metadata } = entry;
  const { actor, resource } = spec;
  const request = event?.data.request;
  const user = actor.actorType === 'user' ? actor.user : undefined;
  const name = [user?.firstName, user?.lastName].filter(Boolean).join(' ');
  return (
    <dl className={classes.facts}>
      <Fact name="When">
        {localText(metadata.creationTimestamp)}
        <Small>{utcText(metadata.creationTimestamp)}</Small>
        {isLate(entry) && metadata.receivedTimestamp && (
          <Small>Arrived late, {localText(metadata.receivedTimestamp)}</Small>
        )}
      </Fact>
      <Fact name="Who">
        {name ? `${name} (${actorName(actor)})` : actorName(actor)}
        {user && <Link act={() => show({ userUid: [user.uid] })}>Everything by this user</Link>}
      </Fact>
      <Fact name="Resource">
        {resource.name || resource.uid}
        <Small>{resource.uid}</Small>
        <Link act={() => show({ resourceUid: [resource.uid] })}>Everything on this resource</Link>
      </Fact>
      {actor.project && <Fact name="Project">{actor.project.name || actor.project.uid}</Fact>}
      {(request?.ip ?? request?.userAgent) && (
        <Fact name="From">
          {request?.ip}
          {request?.userAgent && <Small>{request.userAgent}</Small>}
        </Fact>
      )}
      {spec.outcome && <Fact name="Outcome">{spec.outcome === 'success' ? 'Success' : 'Failure'}</Fact>}
      {Object.entries(event?.data.attributes ?? {}).map(([key, value]) => (
        <Fact key={key} name={key}>
          {value}
        </Fact>
      ))}
      {spec.source && (
        <Fact name="Source">
          {spec.source}
          {spec.sourceVerification && <Small>{verificationWords[spec.sourceVerification]}</Small>}
        </Fact>
      )}
      <Fact name="Entry">
        <Small>{metadata.uid}</Small>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Small({ children }: { children: ReactNode }) {
  return (
    <Text component="div" size="xs" c="dimmed">
      {children}
    </Text>
  );
}

function Link({ act, children }: { act: () => void; children: ReactNode }) {
  return (
    <div>
      <Anchor component="button" type="button" size="sm" onClick={act}>
        {children}
      </Anchor>
    </div>
  );
}
