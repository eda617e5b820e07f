import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import * as jsoncParser from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';
import { boundaries, restrictedImports } from './eslint.boundaries.mjs';

// Without a project graph the boundary rule skips every file in silence, so the graph is made before any file is read.
process.env.NX_DAEMON = 'false';
await createProjectGraphAsync({ exitOnError: true });

export default tseslint.config(
  // AssemblyScript looks like TypeScript, and has other types: its own compiler checks it.
  { ignores: ['**/assembly', '**/dist', '**/node_modules', '.cache', '.trailbook', '**/generated'] },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    plugins: { '@nx': nx },
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './apps/console/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/only-throw-error': 'error',
      '@nx/enforce-module-boundaries': ['error', boundaries],
      'max-lines': ['error', { max: 400 }],
      eqeqeq: ['error', 'smart'],
    },
  },
  ...restrictedImports,
  {
    // What an app needs at run time is what its package.json and those of its libraries declare: an image installs that
    // alone. What only specs import is a development dependency, or a tool of the workspace.
    files: ['{apps,libs}/*/package.json', '{e2e,bench}/package.json'],
    plugins: { '@nx': nx },
    languageOptions: { parser: jsoncParser },
    rules: {
      '@nx/dependency-checks': ['error', { ignoredFiles: ['{projectRoot}/src/**/*.{spec,fixture,contract}.{ts,tsx}'] }],
    },
  },
  {
    files: ['apps/console/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      // React takes handlers that return a promise; what is not awaited is still found by no-floating-promises.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    // Assertions such as expect.objectContaining are typed `any` by Jest itself, and request answers are untyped JSON.
    files: ['**/*.spec.ts', '**/*.contract.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
