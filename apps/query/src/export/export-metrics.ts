import { Counter, Gauge } from 'prom-client';

export const downloads = new Counter({
  name: 'trailbook_query_downloads_total',
  help: 'Downloads by how they ended: complete, refused before the first byte, or broken off after it',
  labelNames: ['format', 'outcome'],
});

export const downloadsUnderWay = new Gauge({
  name: 'trailbook_query_downloads_under_way',
  help: 'Downloads that hold a connection to the database',
});
