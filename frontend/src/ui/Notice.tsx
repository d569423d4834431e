import type { ReactNode } from 'react';
import { describeFailure, type Failure } from '../api/problem';
import classes from './Notice.module.css';

interface NoticeProps {
  title: string;
  detail?: ReactNode;
  action?: ReactNode;
  tone?: 'info' | 'error' | 'good';
}

/** Something the reader should know, where the content would be or just above it. Errors are announced at once. */
export function Notice({ title, detail, action, tone = 'info' }: NoticeProps) {
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'error' ? 'alert' : 'status'}>
      <p className={classes.title}>{title}</p>
      {detail !== undefined && <p className={classes.detail}>{detail}</p>}
      {action !== undefined && <div className={classes.action}>{action}</div>}
    </div>
  );
}

export function FailureNotice({ failure, action }: { failure: Failure; action?: ReactNode }) {
  const { title, detail } = describeFailure(failure);
  return <Notice tone="error" title={title} detail={detail} action={action} />;
}
