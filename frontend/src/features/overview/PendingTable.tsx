import { Skeleton, Table } from '@mantine/core';
import { Fragment } from 'react';
import type { PendingRequest } from '../../api/patch-requests';
import { formatAge, formatConfidence, formatMoment } from '../../ui/format';
import { useNow } from '../../ui/useNow';
import classes from './PendingTable.module.css';

export function PendingTable({ requests }: { requests: readonly PendingRequest[] }) {
  const now = useNow();
  return (
    <div className={classes.panel}>
      <Table className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>File</Table.Th>
            <Table.Th className={classes.component}>Component</Table.Th>
            <Table.Th className={classes.confidence}>Confidence</Table.Th>
            <Table.Th className={classes.age}>Age</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {requests.map(request => (
            <Row key={request.request_id} request={request} now={now} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Row({ request, now }: { request: PendingRequest; now: Date }) {
  const created = new Date(request.created_at);
  return (
    <Table.Tr>
      <Table.Td>
        <Path path={request.target_file} />
        <bdi className={classes.componentBelow}>{request.component}</bdi>
      </Table.Td>
      <Table.Td className={classes.component}>
        <bdi>{request.component}</bdi>
      </Table.Td>
      <Table.Td className={classes.confidence}>
        <Confidence value={request.confidence} />
      </Table.Td>
      <Table.Td className={classes.age}>
        <time dateTime={request.created_at} title={formatMoment(created)}>
          {formatAge(created, now)}
        </time>
      </Table.Td>
    </Table.Tr>
  );
}

/** A path that prefers to break after a slash. */
function Path({ path }: { path: string }) {
  return (
    <bdi className={classes.path}>
      {path.split(/(?<=\/)/).map((segment, depth) => (
        // The same path always has the same segments at the same depths.
        // biome-ignore lint/suspicious/noArrayIndexKey: there is no other identity
        <Fragment key={depth}>
          {depth > 0 && <wbr />}
          {segment}
        </Fragment>
      ))}
    </bdi>
  );
}

function Confidence({ value }: { value: number }) {
  return (
    <>
      <span className={classes.bar} aria-hidden="true">
        <span className={classes.fill} style={{ width: `${value * 100}%` }} />
      </span>
      {formatConfidence(value)}
    </>
  );
}

/** The table's outline while the first page is on its way. */
export function PendingSkeleton() {
  return (
    <div className={classes.panel} role="status" aria-label="Loading requests">
      {[0, 1, 2, 3].map(row => (
        <div key={row} className={classes.skeletonRow}>
          <Skeleton height={12} width={`${52 - row * 6}%`} />
          <Skeleton height={12} width={64} />
        </div>
      ))}
    </div>
  );
}
