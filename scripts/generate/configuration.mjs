import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { number, table } from './markdown.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The classes that the environment is read into: what each is called here, and what it has beside its own. */
const parts = [
  ['Every app', 'libs/service/src/config/common-config.ts', ''],
  ['Every app that speaks to Kafka', 'libs/service/src/config/kafka-variables.ts', 'All but gateway.'],
  [
    'Every app that publishes events',
    'libs/service/src/config/publisher-variables.ts',
    'identity, ingest, query, trail-sink and cluster-profiles.',
  ],
  [
    'Every app that reads the log',
    'libs/service/src/config/log-reader-variables.ts',
    'ingest and trail-sink: give both the same. [Sign events](../guides/sign-events.md) has examples.',
  ],
  ['gateway', 'apps/gateway/src/gateway.config.ts', ''],
  ['identity', 'apps/identity/src/identity.config.ts', ''],
  ['ingest', 'apps/ingest/src/config.ts', ''],
  ['query', 'apps/query/src/query.config.ts', ''],
  [
    'trail-sink',
    'apps/trail-sink/src/trail-sink.config.ts',
    'The AWS SDK reads more by itself: `AWS_ENDPOINT_URL`, where AWS isn’t AWS, and `AWS_REGION`.',
  ],
  ['cluster-profiles', 'apps/cluster-profiles/src/cluster-profiles.config.ts', ''],
  ['migrate', 'apps/migrate/src/config.ts', 'A job that runs before the apps: it makes topics, roles and schemas.'],
];

const code = (text) => `\`${text}\``;
const literal = (text) => number(Number(text.replaceAll('_', '')));

/** What a decorator asks for, in words; nothing where it adds none. */
const words = {
  IntegerVariable: ([least, most]) => `whole number, ${literal(least)} to ${literal(most)}`,
  UrlVariable: (schemes) => schemes.map((scheme) => code(`${scheme.slice(1, -1)}://…`)).join(' or '),
  FlagVariable: () => '`true` or `false`',
  ListVariable: () => 'comma-separated list',
  JsonVariable: () => 'JSON',
  Ed25519PrivateKeyVariable: () => 'Ed25519 private key, PKCS8 PEM or base64 of it',
  Ed25519PublicKeysVariable: () => 'JSON of key ids to Ed25519 public keys, SPKI PEM or base64 of it',
  EventSigningKeyVariable: () => '`KEY_ID:` and an Ed25519 private key, PKCS8 PEM or base64 of it',
  VerificationKeysVariable: () => 'JSON of key ids to `{"publicKey", "sources"}`, keys as SPKI PEM or base64 of it',
  ProducerKeysVariable: () => 'as `EVENT_PUBLIC_KEYS`, with `"tenants"` where it speaks for some alone',
  ParsedVariable: () => 'JSON object',
  IsEmail: () => 'e-mail address',
  IsObject: () => 'JSON object',
  Text: ([least, most]) => `${least} to ${most} characters`,
  Matches: ([pattern]) => code(pattern),
  MinLength: ([least]) => (least === '1' ? undefined : `at least ${least} characters`),
};

/** The values of a list that the same file has as a constant. */
function listed(source, name) {
  let found;
  ts.forEachChild(source, function look(node) {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name) found = node.initializer.getText();
    ts.forEachChild(node, look);
  });
  return [...found.matchAll(/'([^']+)'/g)].map(([, value]) => code(value)).join(', ');
}

function value(source, property) {
  const asked = ts.getDecorators(property).map(({ expression }) => {
    const [name, given] = [expression.expression.getText(), expression.arguments.map((one) => one.getText())];
    return name === 'IsIn' ? listed(source, given[0]) : words[name]?.(given);
  });
  return asked.find((one) => one !== undefined) ?? 'text';
}

function preset({ initializer, questionToken }) {
  if (!initializer) return questionToken ? '–' : '**required**';
  if (ts.isArrayLiteralExpression(initializer)) return '–';
  return code(ts.isStringLiteral(initializer) ? initializer.text : initializer.getText().replaceAll('_', ''));
}

const said = (node) => ts.getTextOfJSDocComment(ts.getJSDocCommentsAndTags(node)[0]?.comment) ?? '';

function rows(source) {
  const holder = source.statements.find((one) => ts.isClassDeclaration(one));
  return holder.members.filter(ts.isPropertyDeclaration).map((property) => {
    const name = property.name.getText();
    const meaning = said(property);
    if (meaning === '') throw new Error(`${source.fileName}: ${name} has no comment that says what it is`);
    return [code(name), meaning, value(source, property), preset(property)];
  });
}

async function section([title, file, beside]) {
  const text = await readFile(path.join(root, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const variables = table(['variable', 'meaning', 'value', 'default'], rows(source));
  return [`## ${title}`, ...(beside ? [beside] : []), variables].join('\n\n');
}

/** The reference of what the apps read from their environment, as Markdown. @throws Error where a variable isn't explained */
export async function configuration() {
  const sections = await Promise.all(parts.map(section));
  return `<!-- Made by \`npm run generate\` from the configuration classes of the apps. Do not edit. -->

# Configuration

Each app reads its configuration from the environment, once, and does not start with a faulty one: it names every fault in one go.
Any variable can be given as a file instead, which \`NAME_FILE\` names; an empty one counts as unset.
[Docker compose](../guides/run-with-docker-compose.md) and [the Helm chart](../guides/run-with-helm.md) set all of this; their own
settings are fewer and are described there.

${sections.join('\n\n')}
`;
}
