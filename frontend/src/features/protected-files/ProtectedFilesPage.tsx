import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import { listProtectedFiles, type ProtectedFiles } from '../../api/patch-requests';
import { ApiError } from '../../api/problem';
import { Path } from '../../ui/Inert';
import { FailureNotice } from '../../ui/Notice';
import { PageTitle } from '../alerts/PageTitle';
import { isAdmin, type SignedIn } from '../session/session';
import { AddProtectedFile } from './AddProtectedFile';
import classes from './ProtectedFilesPage.module.css';

/** The kernel: what no agent's patch can reach. */
export function ProtectedFilesPage({ session }: { session: SignedIn }) {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: keys.protectedFiles,
    queryFn: ({ signal }) => listProtectedFiles(signal),
    refetchInterval: 60_000,
  });
  return (
    <section className={classes.page} aria-labelledby="protected">
      <PageTitle page="Protected files" />
      <div>
        <h1 id="protected">Protected files</h1>
        <p className={classes.lead}>
          A request that touches one of these is refused in silence: its agent is not told, and reviewers
          never see it.
        </p>
      </div>
      {error instanceof ApiError && data === undefined && (
        <FailureNotice
          failure={error.failure}
          action={
            <Button size="xs" variant="default" loading={isFetching} onClick={() => refetch()}>
              Try again
            </Button>
          }
        />
      )}
      {data === undefined && error === null && (
        <div role="status" aria-label="Loading protected files">
          <Skeleton height={140} />
        </div>
      )}
      {data !== undefined && <Policy files={data} />}
      {isAdmin(session) ? (
        <AddProtectedFile />
      ) : (
        <p className={classes.lead}>An admin can add further paths. None is ever removed here.</p>
      )}
      {data !== undefined && (
        <List title="Always, whatever the policy says" paths={data.always_protected} none="" />
      )}
    </section>
  );
}

function Policy({ files }: { files: ProtectedFiles }) {
  return (
    <List
      title={`By the policy (${files.total})`}
      paths={files.protected_files}
      none="The policy protects no file."
    />
  );
}

function List({ title, paths, none }: { title: string; paths: readonly string[]; none: string }) {
  return (
    <div className={classes.group}>
      <h2>{title}</h2>
      {paths.length === 0 && <p className={classes.lead}>{none}</p>}
      {paths.length > 0 && (
        <ul className={classes.list}>
          {paths.map(path => (
            <li key={path}>
              <Path path={path} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
