/** Files each result and each failure that an event of SNS or S3 tells of. */
export function handler(event: { readonly Records?: readonly object[] }): Promise<void>;
