import { Button } from '@mantine/core';
import { Fragment, useRef } from 'react';
import { Dialog } from '../../ui/Dialog';
import { Kbd } from '../../ui/Kbd';
import { useKeys } from '../../ui/useKeys';
import classes from './Shortcuts.module.css';
import { labelOf, SHORTCUTS } from './shortcuts';

/** What the keyboard can do, behind a button and behind its own key. */
export function Shortcuts() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = () => dialog.current?.showModal();
  useKeys({ '?': () => open() });
  return (
    <>
      <Button
        className={classes.open}
        size="compact-sm"
        variant="default"
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts (?)"
        onClick={open}
      >
        ?
      </Button>
      <Dialog handle={dialog} name="shortcuts-title" title="Keyboard shortcuts">
        <div className={classes.groups}>
          {SHORTCUTS.map(group => (
            <table key={group.title} className={classes.group}>
              <caption>{group.title}</caption>
              <tbody>
                {group.keys.map(({ keys, does }) => (
                  <tr key={does}>
                    <th scope="row">
                      {keys.map((key, index) => (
                        <Fragment key={key}>
                          {index > 0 && ' '}
                          <Kbd>{labelOf(key)}</Kbd>
                        </Fragment>
                      ))}
                    </th>
                    <td>{does}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ))}
        </div>
        <form method="dialog" className={classes.close}>
          <Button type="submit" variant="default" size="xs">
            Close
          </Button>
        </form>
      </Dialog>
    </>
  );
}
