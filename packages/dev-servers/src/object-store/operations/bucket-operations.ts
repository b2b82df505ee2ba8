import type { Operation } from '../operation.ts';
import { S3Error } from '../s3-error.ts';
import { element, parseXml } from '../xml.ts';

const maxConfigurationBytes = 64 * 1024;

export const listBuckets: Operation = (_, { disk }) => {
  const buckets = disk
    .listBuckets()
    .map(({ name, createdAt }) => element('Bucket', [element('Name', name), element('CreationDate', createdAt.toISOString())]));
  return { status: 200, xml: element('ListAllMyBucketsResult', [element('Buckets', buckets)]) };
};

export const createBucket: Operation = async ({ bucket, headers, payload }, { disk, region, now }) => {
  const configuration = headers.has('content-length') ? await payload.text(maxConfigurationBytes) : '';
  if (configuration !== '') {
    const { content } = parseXml(configuration);
    const location = typeof content === 'string' ? undefined : content.find(({ name }) => name === 'LocationConstraint');
    if (location && location.content !== region) throw new S3Error('InvalidLocationConstraint');
  }
  disk.createBucket(bucket, now());
  return { status: 200, headers: { location: `/${bucket}` } };
};

export const headBucket: Operation = ({ bucket }, { disk, region }) => {
  disk.getBucket(bucket);
  return { status: 200, headers: { 'x-amz-bucket-region': region } };
};

export const deleteBucket: Operation = async ({ bucket }, { disk }) => {
  await disk.deleteBucket(bucket);
  return { status: 204 };
};

/** The first region of S3 has no name here. */
export const getBucketLocation: Operation = ({ bucket }, { disk, region }) => {
  disk.getBucket(bucket);
  return { status: 200, xml: element('LocationConstraint', region === 'us-east-1' ? '' : region) };
};
