import { javaVersion } from './java';

describe('the version of Java', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_392"', 8],
    ['openjdk version "25" 2025-09-16', 25],
    ['openjdk version "21-ea" 2023-09-19', 21],
    ['something else', undefined],
  ])('in %p is %p', (printed, version) => expect(javaVersion(printed)).toBe(version));
});
