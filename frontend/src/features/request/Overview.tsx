import type { PatchRequestDetail } from '../../api/patch-requests';
import { Tag } from '../../ui/Tag';
import classes from './Heading.module.css';
import { overviewOf } from './overview';
import { show } from './show';

/** What a reviewer wants to know first, each leading to the whole of it. */
export function Overview({ request }: { request: PatchRequestDetail }) {
  return (
    <ul className={classes.overview} aria-label="At a glance">
      {overviewOf(request).map(item => (
        <li key={item.text}>
          <button type="button" className={classes.item} onClick={() => show(item.at)}>
            <Tag tone={item.tone}>{item.text}</Tag>
          </button>
        </li>
      ))}
    </ul>
  );
}
