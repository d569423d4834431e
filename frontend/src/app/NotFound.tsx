import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Notice } from '../ui/Notice';
import { Frame } from './Frame';

export function NotFound() {
  return (
    <Frame>
      <title>Not found · Patchgate</title>
      <Notice
        alone
        title="There is no such page"
        detail="The address may be mistyped, or the page may have moved."
        action={
          <Button component={Link} to="/" size="xs" variant="default">
            Go to the requests
          </Button>
        }
      />
    </Frame>
  );
}
