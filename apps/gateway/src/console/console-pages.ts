import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Where the build puts the console, beside this app. */
const builtConsole = path.resolve(__dirname, '..', '..', '..', 'console', 'dist');

/** Every address of the console. A list, so that no address of the API can become a page. */
const pages = ['/', '/sign-in', '/sign-in/callback', '/admin', '/admin/*', '/project/*'];

const noncePlaceholder = '__CSP_NONCE__';

/**
 * What a page may do: run and load what this gateway serves, and ask it. Component libraries write `style` elements at
 * run time; they carry the page's own nonce, so that even for styles nothing inline is allowed by a blanket.
 */
const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * Serves the web console: its page at every address of the console, never cached, and its assets, whose names change
 * with their content, for a year. Without a built console (an API alone) there are no pages.
 * @param folder where the built console is
 */
export function registerConsole(fastify: FastifyInstance, folder = builtConsole): void {
  const html = pageIn(folder);
  if (html === undefined) return;
  const send = (reply: FastifyReply) => {
    const nonce = randomBytes(16).toString('base64');
    return reply
      .headers({
        'content-security-policy': policy(nonce),
        'cross-origin-opener-policy': 'same-origin',
        'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      })
      .type('text/html; charset=utf-8')
      .send(html.replaceAll(noncePlaceholder, nonce));
  };
  for (const page of pages) fastify.get(page, (_request, reply) => send(reply));
  void fastify.register(fastifyStatic, {
    root: path.join(folder, 'assets'),
    prefix: '/assets/',
    index: false,
    decorateReply: false,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
  });
}

function pageIn(folder: string): string | undefined {
  try {
    return readFileSync(path.join(folder, 'index.html'), 'utf8');
  } catch {
    return undefined;
  }
}
