import { Title } from '@mantine/core';
import type { EventChange } from '@trailbook/contract';
import { linesBetween } from './change-lines';
import classes from './changes.module.css';

const signs = { same: ' ', removed: '−', added: '+' } as const;
const told = { same: '', removed: 'before: ', added: 'after: ' } as const;

/** What the action changed: before and after, field by field. */
export function Changes({ changes }: { changes: readonly EventChange[] }) {
  return (
    <section>
      <Title order={3} size="h6" mb={6}>
        What changed
      </Title>
      {changes.map(({ path, before, after }, number) => (
        <div key={`${number} ${path}`} className={classes.change}>
          <div className={classes.path}>{path}</div>
          <div className={classes.lines}>
            {linesBetween(before, after).map(({ kind, text }, line) => (
              <div key={line} className={classes.line} data-kind={kind}>
                <span aria-hidden className={classes.sign}>
                  {signs[kind]}
                </span>
                <span className={classes.hidden}>{told[kind]}</span>
                <span>{text}</span>
              </div>
            ))}
          </div>
        </div>
      ))}
    </section>
  );
}
