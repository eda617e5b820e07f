import type { ConsumerControl } from '@trailbook/messaging';
import { Pressure } from './pressure';

describe('back-pressure', () => {
  const control = { pause: jest.fn(), resume: jest.fn() } as unknown as jest.Mocked<ConsumerControl>;
  const held = { bytes: 0 };
  const pressure = new Pressure(held, 100);
  const at = (bytes: number) => {
    held.bytes = bytes;
    pressure.of(control);
    return [control.pause.mock.calls.length, control.resume.mock.calls.length];
  };

  it('pauses at the limit once, and resumes at half of it once', () => {
    expect(at(99)).toEqual([0, 0]);
    expect(at(100)).toEqual([1, 0]);
    expect(at(150)).toEqual([1, 0]);
    expect(at(51)).toEqual([1, 0]);
    expect(at(50)).toEqual([1, 1]);
    expect(at(0)).toEqual([1, 1]);
    expect(at(100)).toEqual([2, 1]);
  });
});
