import { findBill } from './find-bill.ts';
import type { RunReport } from './report/types.ts';
import { scanBill } from './scan-bill.ts';
import { type ScanRequest, scanImage } from './scan-image.ts';

/** Scans and judges what is named: a bill of materials in a file, else an image. */
export async function scanTarget(request: ScanRequest): Promise<RunReport> {
  const bill = await findBill(request.image, request.cwd);
  return bill ? scanBill(bill, request) : scanImage(request);
}
