import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Fences a compiler does not have: one clock, one place for the environment, no stray output, no default exports. */
const LIBS_ONLY = [
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Take a Clock or an instant.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take a Clock or an instant.' },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Take randomness as an argument.',
  },
];

const NOT_A_LITERAL = ':not([arguments.0.regex]):not([arguments.0.name=/^[A-Z][A-Z0-9_]*$/])';
const TEXT_AS_PATTERN =
  'Text of a provider must never become a pattern: one written to take for ever hangs the process. Write a literal, or read it by hand.';

/** A pattern is a literal (or a constant that holds one), so that whoever reads it sees what it costs. */
const PATTERNS = [
  { selector: ":matches(NewExpression, CallExpression)[callee.name='RegExp']", message: TEXT_AS_PATTERN },
  {
    // A text given to these is compiled too.
    selector: `CallExpression[callee.property.name=/^(match|matchAll|search)$/]${NOT_A_LITERAL}`,
    message: TEXT_AS_PATTERN,
  },
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', '**/*.cjs', '**/*.mjs'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-undef': 'off',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      'max-lines': ['warn', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['libs/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.spec-support.ts', '**/*.fixture.ts', 'libs/platform/**'],
    rules: {
      'no-restricted-syntax': ['error', ...LIBS_ONLY, ...PATTERNS],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Configuration comes from AppConfig.' },
      ],
    },
  },
  {
    files: ['libs/platform/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', ...PATTERNS] },
  },
  // Generated, and as long as the API is.
  { files: ['apps/cli/src/client/api.ts'], rules: { 'max-lines': 'off' } },
  {
    // Nest reads parameter types at run time; a type-only import would erase them.
    files: ['apps/server/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
);
