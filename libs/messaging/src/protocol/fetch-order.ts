interface FetchedTopic<P> {
  readonly topic: string;
  readonly partitions: readonly P[];
}

interface AskedPartition {
  readonly partition: number;
  readonly fetchOffset: string;
}

interface AnsweredPartition {
  readonly partition: number;
  readonly highWatermark: string;
  readonly messages: readonly unknown[];
}

interface Known {
  /** The end of its log, as the last answer had it. */
  end: number;
  /** The last answer that brought records of it. */
  served: number;
}

/**
 * In which order partitions are asked for. A broker fills its answer in the order of the request, so that of a backlog
 * the first ones bring everything and the others nothing until they are done. Here whoever is furthest behind comes
 * first, so that all are done at about the same time, and the others follow in turn, so that nobody waits for long.
 */
export class FetchOrder {
  private readonly known = new Map<string, Known>();
  private answers = 0;

  order<P extends AskedPartition>(topics: readonly FetchedTopic<P>[]): { topic: string; partitions: P[] }[] {
    return topics.map(({ topic, partitions }) => ({ topic, partitions: this.ordered(topic, partitions) }));
  }

  learn(topic: string, partitions: readonly AnsweredPartition[]): void {
    this.answers += 1;
    for (const { partition, highWatermark, messages } of partitions) {
      const key = `${topic}/${partition}`;
      const served = messages.length > 0 ? this.answers : (this.known.get(key)?.served ?? 0);
      this.known.set(key, { end: Number(highWatermark), served });
    }
  }

  private ordered<P extends AskedPartition>(topic: string, partitions: readonly P[]): P[] {
    const known = (one: P) => this.known.get(`${topic}/${one.partition}`);
    const lag = (one: P) => Math.max((known(one)?.end ?? 0) - Number(one.fetchOffset), 0);
    const inTurn = [...partitions].sort((a, b) => (known(a)?.served ?? 0) - (known(b)?.served ?? 0));
    const furthest = inTurn.reduce<P | undefined>(
      (most, one) => (lag(one) > (most === undefined ? 0 : lag(most)) ? one : most),
      undefined,
    );
    return furthest === undefined ? inTurn : [furthest, ...inTurn.filter((one) => one !== furthest)];
  }
}
