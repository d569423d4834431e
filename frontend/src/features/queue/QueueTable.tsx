import { Skeleton, Table } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { PatchRequestRow } from '../../api/patch-requests';
import { Age } from '../../ui/Age';
import { Confidence } from '../../ui/Confidence';
import { Inert, Path } from '../../ui/Inert';
import { useKeys } from '../../ui/useKeys';
import { bounded } from '../../ui/visible';
import { describeBallot } from '../decision/votes';
import { type Cursor, move, settle } from './cursor';
import classes from './QueueTable.module.css';

/** As much of the reasoning as a row can show in any layout; the styles cut it to a line or two. */
const EXCERPT = 240;

export function QueueTable({ requests }: { requests: readonly PatchRequestRow[] }) {
  const navigate = useNavigate();
  const [cursor, setCursor] = useState<Cursor>();
  const body = useRef<HTMLTableSectionElement>(null);
  const ids = requests.map(request => request.request_id);
  const selected = settle(cursor, ids)?.id;

  const step = (by: number) => setCursor(from => move(from, by, ids));
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => selected !== undefined && navigate({ to: '/requests/$id', params: { id: selected } }),
  });

  useEffect(() => {
    if (cursor === undefined) return;
    const link = body.current?.querySelector<HTMLAnchorElement>('[data-selected="true"] a');
    link?.focus({ preventScroll: true });
    link?.closest('tr')?.scrollIntoView({ block: 'nearest' });
  }, [cursor]);

  return (
    <div className={classes.panel}>
      <Table className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>File and reasoning</Table.Th>
            <Table.Th className={classes.component}>Component</Table.Th>
            <Table.Th className={classes.confidence}>Confidence</Table.Th>
            <Table.Th className={classes.age}>Age</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ref={body}>
          {requests.map(request => (
            <Row key={request.request_id} request={request} selected={request.request_id === selected} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Row({ request, selected }: { request: PatchRequestRow; selected: boolean }) {
  const more = request.file_count - 1;
  return (
    <Table.Tr className={classes.row} data-selected={selected}>
      <Table.Td className={classes.what}>
        <Link to="/requests/$id" params={{ id: request.request_id }} className={classes.link}>
          <Path path={request.target_file} />
        </Link>
        {more > 0 && (
          <span className={classes.more}>
            +{more} {more === 1 ? 'file' : 'files'}
          </span>
        )}
        {(request.required_approvals ?? 1) > 1 && (
          <span className={classes.more}>
            {describeBallot({ given: request.approvals ?? 0, required: request.required_approvals ?? 1 })}
          </span>
        )}
        {request.changes_requested === true && <span className={classes.more}>changes asked for</span>}
        <p className={classes.reasoning} dir="auto">
          <Inert>{bounded(request.reasoning, EXCERPT).shown}</Inert>
        </p>
        <Inert className={classes.componentBelow}>{request.component}</Inert>
      </Table.Td>
      <Table.Td className={classes.component}>
        <Inert>{request.component}</Inert>
      </Table.Td>
      <Table.Td className={classes.confidence}>
        <Confidence value={request.confidence} high={request.high_confidence} />
      </Table.Td>
      <Table.Td className={classes.age}>
        <Age at={request.created_at} />
      </Table.Td>
    </Table.Tr>
  );
}

/** The table's outline while the first page is on its way. */
export function QueueSkeleton() {
  return (
    <div className={classes.panel} role="status" aria-label="Loading requests">
      {[0, 1, 2, 3].map(row => (
        <div key={row} className={classes.skeletonRow}>
          <div className={classes.skeletonText}>
            <Skeleton height={10} width={`${34 - row * 4}%`} />
            <Skeleton height={10} width={`${62 - row * 6}%`} />
          </div>
          <Skeleton height={10} width={64} />
        </div>
      ))}
    </div>
  );
}
