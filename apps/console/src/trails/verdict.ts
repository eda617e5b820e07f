import type { TrailComparison } from '@trailbook/contract';
import { counted } from '../audits/words';

export interface Verdict {
  tone: 'green' | 'blue' | 'red';
  title: string;
  advice: string;
}

const entries = (count: number): string => `${counted.format(count)} ${count === 1 ? 'entry' : 'entries'}`;

/** What a comparison means, in a sentence, and what to do about it. */
export function verdictOf(comparison: TrailComparison): Verdict {
  const { difference, pending, missing, rejected, acknowledged } = comparison;
  if (difference === 0 && pending === 0) {
    return {
      tone: 'green',
      title: 'Nothing is missing',
      advice: `CloudWatch acknowledged all ${entries(acknowledged)} of this time.`,
    };
  }
  if (difference === 0) {
    return {
      tone: 'blue',
      title: `Nothing is missing; ${entries(pending)} on the way`,
      advice: 'Compare again when they are delivered.',
    };
  }
  const unsaid = missing - rejected;
  return {
    tone: 'red',
    title: `Log and CloudWatch differ in ${counted.format(difference)}`,
    advice:
      unsaid > 0
        ? 'Replay this time, from the menu above, to deliver what is missing, then compare again.'
        : 'See below which they are. What CloudWatch refuses for good, a replay cannot deliver.',
  };
}
