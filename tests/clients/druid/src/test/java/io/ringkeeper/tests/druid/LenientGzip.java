package io.ringkeeper.tests.druid;

import org.apache.curator.framework.api.CompressionProvider;
import org.apache.curator.framework.imps.GzipCompressionProvider;

import java.io.IOException;

/**
 * Compresses with gzip and reads what is not compressed as it is, as Druid's provider does: its
 * announcements are compressed, its load requests and task reports are not, and the same caches
 * read both.
 */
final class LenientGzip implements CompressionProvider {
    private final GzipCompressionProvider gzip = new GzipCompressionProvider();

    @Override
    public byte[] compress(String path, byte[] data) throws Exception {
        return gzip.compress(path, data);
    }

    @Override
    public byte[] decompress(String path, byte[] data) throws Exception {
        try {
            return gzip.decompress(path, data);
        } catch (IOException plain) {
            return data;
        }
    }
}
