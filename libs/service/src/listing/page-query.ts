import { clampLimit } from '@trailbook/contract';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { ApiError } from '../errors/api-error';

const LARGEST_OFFSET = 1_000_000_000;
const TOKEN = /^(\d{1,10})\.([A-Za-z0-9-]{1,64})$/;

/** However many digits: a limit above the largest page is cut, not refused. */
const wholeNumber = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' && /^-?\d{1,300}$/.test(value) ? Number(value) : value;

/** The query of a list: how much of it, and from where. */
export class PageQuery {
  @IsOptional()
  @Transform(wholeNumber)
  @IsInt({ message: 'limit must be a whole number' })
  @Min(0)
  limit?: number;

  @IsOptional()
  @Transform(wholeNumber)
  @IsInt({ message: 'offset must be a whole number' })
  @Min(0)
  @Max(LARGEST_OFFSET)
  offset?: number;

  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{0,128}$/, { message: 'continue is not a token of this list' })
  continue?: string;
}

/** Where a page starts: after an item's uid, or at an index where no token was given. */
export interface PageStart {
  limit: number;
  offset: number;
  afterUid?: string;
}

/** A page of a list that is ordered by uid, in the style of every list of the API. */
export interface Page<T> {
  items: T[];
  listmeta: { continue: string; count: number; limit: number; offset: number };
}

/** @throws ApiError 400 for a token that is none */
export function pageStart({ limit, offset, continue: token }: PageQuery): PageStart {
  if (!token) return { limit: clampLimit(limit), offset: offset ?? 0 };
  const bytes = Buffer.from(token, 'base64url');
  // Decoders skip what stands for nothing: only the one spelling that was issued is accepted.
  const isAsIssued = bytes.toString('base64url') === token;
  const [, index, afterUid] = (isAsIssued && TOKEN.exec(bytes.toString('utf8'))) || [];
  if (index === undefined) throw ApiError.invalidRequest('continue', 'continue is not a token of this list');
  return { limit: clampLimit(limit), offset: Number(index), afterUid };
}

/**
 * @param found the page's items and one more, if there is one: see {@link PageStart}
 * @param count all items of the list
 */
export function pageOf<T>(found: readonly T[], count: number, start: PageStart, uidOf: (item: T) => string): Page<T> {
  const items = found.slice(0, start.limit);
  const last = items.at(-1);
  const offset = start.offset + items.length;
  const more = found.length > items.length && last !== undefined;
  return {
    items,
    listmeta: {
      continue: more ? Buffer.from(`${offset}.${uidOf(last)}`).toString('base64url') : '',
      count,
      limit: items.length,
      offset,
    },
  };
}
