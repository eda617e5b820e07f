import { ApiError } from '@trailbook/service';

/**
 * Downloads under way. A download holds a connection for as long as its caller takes to read it: one tenant may hold at
 * most half of them, so that there is always one for the others.
 */
export class DownloadPlaces {
  private readonly taken = new Map<string, number>();
  private readonly mostOfOne: number;

  constructor(connections: number) {
    this.mostOfOne = Math.max(1, Math.floor(connections / 2));
  }

  /**
   * Runs a download of a tenant.
   * @throws ApiError 429 when the tenant has as many as it may have
   */
  async with<T>(tenantUid: string, download: () => Promise<T>): Promise<T> {
    const taken = this.taken.get(tenantUid) ?? 0;
    if (taken >= this.mostOfOne) {
      throw ApiError.tooMany(`This tenant has ${taken} downloads under way: wait until one has ended`, 10);
    }
    this.taken.set(tenantUid, taken + 1);
    try {
      return await download();
    } finally {
      const left = (this.taken.get(tenantUid) ?? 1) - 1;
      if (left === 0) this.taken.delete(tenantUid);
      else this.taken.set(tenantUid, left);
    }
  }
}
