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

/** A table of at most some hundred rows, sorted by its column heads. It scrolls sideways where it is too wide. */
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
    <div className={classes.scroller} role="region" aria-label={label} tabIndex={0}>
      <Table verticalSpacing="sm" highlightOnHover aria-label={label} className={classes.table}>
        <Table.Thead>
          {table.getHeaderGroups().map((group) => (
            <Table.Tr key={group.id}>
              {group.headers.map(({ id, column, getContext }) => {
                const sorted = column.getIsSorted();
                const head = flexRender(column.columnDef.header, getContext());
                return (
                  <Table.Th key={id} aria-sort={sorted ? directions[sorted] : undefined}>
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
        <Table.Tbody>
          {table.getRowModel().rows.map((row) => (
            <Table.Tr key={row.id}>
              {row.getVisibleCells().map((cell) => (
                <Table.Td key={cell.id}>{flexRender(cell.column.columnDef.cell, cell.getContext())}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
