import { networkFailure } from '../net/network-failure';
import type { Refused, Retriable } from '../sink';

/** What a collector says to a request, or what came in its way; without anything that could hold the token. */
export interface HecAnswer {
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** Splunk's own number ("Event collector error codes"), or undefined. */
  readonly hecCode?: number;
  /** `HEC-4`, `HTTP-404`, `ECONNREFUSED`, `TimeoutError`, … */
  readonly code: string;
  readonly message: string;
  /** The first event that the collector didn't take; those before it are taken. */
  readonly invalidEvent?: number;
}

const mostMessageCharacters = 500;

/** Reads an answer's body: JSON from a collector, anything from whoever else may be listening there. */
export function readAnswer(status: number, body: string, token: string): HecAnswer {
  const fields = parsed(body);
  const hecCode = numberOf(fields['code']);
  const text = typeof fields['text'] === 'string' ? fields['text'] : '';
  // What anybody else says who listens there is not repeated: it is not the tenant's collector that says it.
  const words = hecCode === undefined ? '' : concealed(text.slice(0, mostMessageCharacters), token);
  const message = words || `HTTP status ${status}${hecCode === undefined ? ', which is no answer of a collector' : ''}`;
  const code = hecCode === undefined ? `HTTP-${status}` : `HEC-${hecCode}`;
  return { status, hecCode, code, message, invalidEvent: numberOf(fields['invalid-event-number']) };
}

/** Reads what a request failed with before there was an answer. */
export function readFailure(error: unknown, token: string): HecAnswer {
  const failure = networkFailure(error);
  return { status: 0, ...failure, message: concealed(failure.message, token) };
}

/** Load, faults of the far side and of the network may pass; all else is its owner's to mend. */
export function outcomeOf({ status, code, message }: HecAnswer): Retriable | Refused {
  const passes = status >= 500 || status === 429 || status === 408 || (status === 0 && code !== 'AddressNotAllowed');
  return { kind: passes ? 'retriable' : 'refused', code, message };
}

function parsed(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const concealed = (text: string, token: string): string => text.replaceAll(token, '********');
