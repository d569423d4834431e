import type { ReactNode } from 'react';
import { describeFailure, type Failure } from '../api/problem';
import classes from './Notice.module.css';

interface NoticeProps {
  title: string;
  detail?: ReactNode;
  action?: ReactNode;
  tone?: 'info' | 'error' | 'good';
  /** Whether this is all that the page has to say, so that its title is the page's heading. */
  alone?: boolean;
}

/** Something the reader should know, where the content would be or just above it. Errors are announced at once. */
export function Notice({ title, detail, action, tone = 'info', alone = false }: NoticeProps) {
  const Title = alone ? 'h1' : 'p';
  return (
    <div
      className={classes.notice}
      data-tone={tone}
      data-alone={alone}
      role={tone === 'error' ? 'alert' : 'status'}
    >
      <Title className={classes.title}>{title}</Title>
      {detail !== undefined && <div className={classes.detail}>{detail}</div>}
      {action !== undefined && <div className={classes.action}>{action}</div>}
    </div>
  );
}

export function FailureNotice(props: { failure: Failure; action?: ReactNode; alone?: boolean }) {
  const { failure, action, alone = false } = props;
  const { title, detail } = describeFailure(failure);
  return <Notice tone="error" title={title} detail={detail} action={action} alone={alone} />;
}
