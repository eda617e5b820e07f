import { ApiError } from '@trailbook/service';

const UNIQUE_VIOLATION = '23505';

/**
 * Runs a write whose unique key somebody else may have.
 * @param what completes the sentence "… exists already"
 * @throws ApiError 409
 */
export async function unlessTaken<T>(what: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if ((error as { driverError?: { code?: unknown } }).driverError?.code !== UNIQUE_VIOLATION) throw error;
    throw ApiError.conflict(`${what} exists already`);
  }
}
