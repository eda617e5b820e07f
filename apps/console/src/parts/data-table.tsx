import { Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import {
  flexRender,
  getCoreRowModel,
  getSortedRowModel,
  useReactTable,
  type ColumnDef,
  type SortingState,
} from '@tanstack/react-table';
import { useState } from 'react';
import classes from './data-table.module.css';

interface Props<T> {
  label: string;
  rows: readonly T[];
  columns: ColumnDef<T>[];
  keyOf: (row: T) => string;
}

const none: SortingState = [];
const directions = { asc: 'ascending', desc: 'descending' } as const;

/**
 * A table of at most some hundred rows, sorted by its column heads; on narrow screens each row is a card. Its roles are
 * written out, because elements that are laid out otherwise lose those that they have by themselves.
 */
export function DataTable<T>({ label, rows, columns, keyOf }: Props<T>) {
  const [sorting, setSorting] = useState(none);
  const table = useReactTable({
    data: rows as T[],
    columns,
    state: { sorting },
    onSortingChange: setSorting,
    getRowId: keyOf,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  return (
    <div className={classes.scroller}>
      <Table verticalSpacing="sm" highlightOnHover role="table" aria-label={label} className={classes.table}>
        <Table.Thead role="rowgroup">
          {table.getHeaderGroups().map((group) => (
            <Table.Tr key={group.id} role="row">
              {group.headers.map(({ id, column, getContext }) => {
                const sorted = column.getIsSorted();
                const head = flexRender(column.columnDef.header, getContext());
                return (
                  <Table.Th key={id} role="columnheader" aria-sort={sorted ? directions[sorted] : undefined}>
                    {column.getCanSort() ? (
                      <UnstyledButton className={classes.head} onClick={column.getToggleSortingHandler()}>
                        {head}
                        {sorted === 'asc' && <IconArrowUp size={13} aria-hidden />}
                        {sorted === 'desc' && <IconArrowDown size={13} aria-hidden />}
                      </UnstyledButton>
                    ) : (
                      head
                    )}
                  </Table.Th>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {table.getRowModel().rows.map((row) => (
            <Table.Tr key={row.id} role="row">
              {row.getVisibleCells().map(({ id, column, getContext }) => (
                <Table.Td key={id} role="cell" data-column={column.id} data-label={labelOf(column.columnDef.header)}>
                  <div>{flexRender(column.columnDef.cell, getContext())}</div>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** The head that a cell carries in a card; the menu's column has none. */
const labelOf = (header: unknown): string | undefined => (typeof header === 'string' && header ? header : undefined);
