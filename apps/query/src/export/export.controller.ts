import { Controller, Get, Headers, Inject, Logger, Query, Res } from '@nestjs/common';
import { CurrentCaller, RequirePermission, type Caller } from '@trailbook/access';
import { markBroken, reasonOfBreak } from '@trailbook/service';
import type { FastifyReply } from 'fastify';
import type { QueryParameters } from '../filters/parameters';
import { formatOf, mediaTypes, type DownloadFormat } from './download-format';
import { ExportService } from './export.service';

/** A caller who takes nothing for so long is gone. */
const stallTimeoutMs = 60_000;

@Controller('v1/audits/export')
export class ExportController {
  private readonly logger = new Logger(ExportController.name);

  constructor(@Inject(ExportService) private readonly exports: ExportService) {}

  /**
   * Answers itself, by the raw response. Whatever fails before the head is sent is an ordinary error; afterwards the
   * connection is destroyed, so that nobody takes half a file for a whole one.
   */
  @Get()
  @RequirePermission('audit.export')
  async download(
    @CurrentCaller() caller: Caller,
    @Query() query: QueryParameters,
    @Headers('accept') accept: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const format = formatOf(accept);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    try {
      await this.exports.download(caller, query, format, () => open(reply, format), gone.signal);
    } catch (error) {
      if (!reply.raw.headersSent && !gone.signal.aborted) throw error;
      if (!gone.signal.aborted) markBroken(reply.request, 'the download failed');
      const reason = reasonOfBreak(reply.request);
      this.logger.warn({ err: error, reason, msg: reason ? 'a download broke off' : 'the caller left a download' });
      if (!reply.sent) reply.hijack();
      reply.raw.destroy();
    }
  }
}

function open(reply: FastifyReply, format: DownloadFormat) {
  const response = reply.raw;
  reply.hijack();
  response.setTimeout(stallTimeoutMs, () => response.destroy());
  response.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': `${mediaTypes[format]}; charset=utf-8`,
    'content-disposition': `attachment; filename="${fileName(format)}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  return response;
}

function fileName(format: DownloadFormat): string {
  const now = new Date().toISOString().replace(/[-:]/g, '').slice(0, 15);
  return `audit-${now}Z.${format === 'csv' ? 'csv' : 'ndjson'}`;
}
