import { Button } from '@mantine/core';
import type { PatchRequestDetail } from '../../api/patch-requests';
import { downloadPreviewFile, downloadPreviewWorkspace } from '../../api/preview';
import { ApiError, describeFailure } from '../../api/problem';
import { Inert, InertBlock, Path } from '../../ui/Inert';
import { Notice } from '../../ui/Notice';
import classes from './Preview.module.css';
import { describeOutcome, downloadable, OFFERED } from './preview';
import { usePreviewOffer, useRunPreview } from './usePreview';

/** The change as it would be: to download, and to run where the operator has said how. */
export function Preview({ request }: { request: PatchRequestDetail }) {
  const id = request.request_id;
  const files = downloadable(request.changes);
  return (
    <section className={classes.section} aria-labelledby="preview">
      <h2 id="preview">Preview</h2>
      <ul className={classes.downloads} aria-label="Downloads">
        {files.slice(0, OFFERED).map(file => (
          <li key={file}>
            <a href={downloadPreviewFile(id, file)} download>
              Download {files.length === 1 ? 'the file' : <Path path={file} />}
            </a>
          </li>
        ))}
        <li>
          <a href={downloadPreviewWorkspace(id)} download>
            Download the workspace with the change in it
          </a>
        </li>
      </ul>
      <Run id={id} />
    </section>
  );
}

function Run({ id }: { id: string }) {
  const { data: offer } = usePreviewOffer(id);
  const run = useRunPreview(id);
  if (offer === undefined || offer.command === null) return null;
  const failed = run.error instanceof ApiError ? describeFailure(run.error.failure) : undefined;
  return (
    <>
      <p className={classes.command}>
        <Inert>{offer.command}</Inert>
      </p>
      {offer.unavailable === null ? (
        <Button size="xs" variant="default" loading={run.isPending} onClick={() => run.mutate()}>
          {run.data === undefined ? 'Run the preview' : 'Run it again'}
        </Button>
      ) : (
        <p className={classes.note}>It cannot be run here. {offer.unavailable}</p>
      )}
      {failed !== undefined && (
        <Notice tone="error" title={`Not run: ${failed.title}`} detail={failed.detail} />
      )}
      {run.data !== undefined && (
        <section className={classes.outcome} aria-label="Output of the preview" aria-live="polite">
          <p className={classes.note} data-succeeded={run.data.succeeded}>
            {describeOutcome(run.data)}
          </p>
          {run.data.output !== '' && (
            <div className={classes.output}>
              <InertBlock text={run.data.output} limit={3_000} />
            </div>
          )}
          {run.data.cut && <p className={classes.note}>It wrote more, which was not kept.</p>}
        </section>
      )}
    </>
  );
}
