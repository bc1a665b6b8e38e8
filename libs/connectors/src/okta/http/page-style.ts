/** link: next page in the `Link` header · envelope: records under that name, next page in the body · whole: no paging. */
export type PageStyle = 'link' | 'whole' | { readonly envelope: string };
