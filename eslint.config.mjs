// Who may import whom, and that each package.json declares what is imported: the checks that need Nx's project graph.
// All other rules are oxlint's (.oxlintrc.json), which reads types natively and takes a tenth of the time.
import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import * as jsoncParser from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';
import { boundaries, restrictedImports } from './eslint.boundaries.mjs';

// Without a project graph the boundary rule skips every file in silence, so the graph is made before any file is read.
process.env.NX_DAEMON = 'false';
await createProjectGraphAsync({ exitOnError: true });

export default tseslint.config(
  // AssemblyScript looks like TypeScript, and has other types: its own compiler checks it.
  {
    ignores: ['**/assembly', '**/dist', '**/node_modules', '.cache', '.trailbook', '**/generated', '**/*.{js,cjs,mjs}'],
  },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mts'],
    plugins: { '@nx': nx, '@typescript-eslint': tseslint.plugin },
    languageOptions: { parser: tseslint.parser },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    rules: { '@nx/enforce-module-boundaries': ['error', boundaries] },
  },
  ...restrictedImports,
  {
    // What an app needs at run time is what its package.json and those of its libraries declare: an image installs that
    // alone. What only specs import is a development dependency, or a tool of the workspace.
    files: ['{apps,libs}/*/package.json', '{e2e,bench}/package.json'],
    plugins: { '@nx': nx },
    languageOptions: { parser: jsoncParser },
    rules: {
      '@nx/dependency-checks': [
        'error',
        {
          ignoredFiles: [
            '{projectRoot}/src/**/*.{spec,fixture,contract}.{ts,tsx}',
            '{projectRoot}/vite.config.mts',
            '{projectRoot}/resources/**',
          ],
        },
      ],
    },
  },
);
