import systemTeardown from '../system/global-teardown';
import { heldStandIn } from './global-setup';

export default async function browserTeardown(): Promise<void> {
  try {
    await systemTeardown();
  } finally {
    heldStandIn.trailbookStandIn?.child.kill('SIGTERM');
  }
}
