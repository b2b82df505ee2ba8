/** A grammar of highlight.js/lib/languages. */
declare const grammar: unknown;

export = grammar;
