import { ApiError } from '@trailbook/service';

const shortest = 3;
const longest = 255;

/**
 * The note in a request's body; its other keys are ignored.
 * @throws ApiError 400 unless it is a text of 3 to 255 code points that an event may hold
 */
export function userMsgOf(body: unknown): string {
  const given = typeof body === 'object' && body !== null ? (body as { userMsg?: unknown }).userMsg : undefined;
  if (typeof given !== 'string') throw ApiError.invalidRequest('userMsg', 'userMsg must be a string');
  const length = [...given].length;
  if (length < shortest || length > longest) {
    throw ApiError.invalidRequest('userMsg', `userMsg must be ${shortest} to ${longest} characters long`);
  }
  if (given.includes('\0') || /\p{Surrogate}/u.test(given)) {
    throw ApiError.invalidRequest('userMsg', 'userMsg must not contain U+0000 or half of a character');
  }
  return given;
}
