import { KafkaReachability } from './reachability';

describe('an app that starts without Kafka', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  function reachability(answers: (string | undefined)[]) {
    const lines: string[] = [];
    const say = (_: object, message: string) => void lines.push(message);
    let asked = 0;
    const assertReachable = () => {
      const answer = answers[Math.min((asked += 1), answers.length) - 1];
      return answer === undefined ? Promise.resolve() : Promise.reject(new Error(answer));
    };
    return { lines, asked: () => asked, of: new KafkaReachability({ assertReachable }, { info: say, warn: say }) };
  }

  it('says why Kafka can’t be reached, once for each reason, and when it is, and asks no more then', async () => {
    const { lines, asked, of } = reachability(['It is away.', 'It is away.', 'The password is wrong.', undefined]);
    of.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(lines).toEqual([
      'It is away. What needs it waits.',
      'The password is wrong. What needs it waits.',
      'Kafka is reached',
    ]);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked()).toBe(4);
  });

  it('says nothing where Kafka is there', async () => {
    const { lines, of } = reachability([undefined]);
    of.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(lines).toEqual([]);
  });

  it('asks ever more rarely, and stops with the app', async () => {
    const { asked, of } = reachability(['It is away.']);
    of.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(120_000);
    expect(asked()).toBeLessThan(25);
    const before = asked();
    await of.onApplicationShutdown();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked()).toBe(before);
  });
});
