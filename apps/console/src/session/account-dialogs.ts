/** Loaded together, when the first of them is opened: apart they would split what the first page loads. */
export { PasswordDialog } from './password-dialog';
export { SessionsDialog } from './sessions-dialog';
