import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import { listProtectedFiles } from '../../api/patch-requests';
import { ReadFailure } from '../../ui/ReadFailure';
import { PageTitle } from '../alerts/PageTitle';
import { isAdmin, type SignedIn } from '../session/session';
import { AddProtectedFile } from './AddProtectedFile';
import { Loosenings, PolicySection } from './PolicySections';
import classes from './ProtectedFilesPage.module.css';
import { sections } from './policy';

/** The kernel: what no agent's patch can reach. */
export function ProtectedFilesPage({ session }: { session: SignedIn }) {
  const read = useQuery({
    queryKey: keys.protectedFiles,
    queryFn: ({ signal }) => listProtectedFiles(signal),
    refetchInterval: 60_000,
  });
  const { data, error } = read;
  const all = sections(data?.entries ?? []);
  const given = all.filter(({ entries }) => entries[0]?.source !== 'always');
  const always = all.filter(({ entries }) => entries[0]?.source === 'always');
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
      <ReadFailure of={read} />
      {data === undefined && error === null && (
        <div role="status" aria-label="Loading protected files">
          <Skeleton height={140} />
        </div>
      )}
      {data !== undefined && <Loosenings changes={data.policy_changes} />}
      {given.map(section => (
        <PolicySection key={section.title} section={section} />
      ))}
      {isAdmin(session) ? (
        <AddProtectedFile />
      ) : (
        <p className={classes.lead}>An admin can add further paths. None is ever removed here.</p>
      )}
      {always.map(section => (
        <PolicySection key={section.title} section={section} />
      ))}
    </section>
  );
}
