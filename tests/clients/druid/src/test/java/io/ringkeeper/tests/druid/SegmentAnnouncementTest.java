package io.ringkeeper.tests.druid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.recipes.cache.PathChildrenCache;
import org.apache.curator.framework.recipes.cache.PathChildrenCacheEvent;
import org.apache.curator.utils.ZKPaths;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Historicals announce their segments in batches: one ephemeral znode holds many, and is written
 * again as a whole for each segment that comes or goes.
 */
class SegmentAnnouncementTest extends RecipeTest {
    private static final String SERVERS = "/druid/announcements";
    private static final String SEGMENTS = "/druid/segments";
    private static final String HISTORICAL = "historical:8083";

    /** Druid's default bound of one batch, {@code druid.announcer.maxBytesPerNode}. */
    private static final int BATCH_BYTES_MAX = 524_288;

    @Test
    void everyBatchArrivesAlthoughTheServerDiesInTheMiddle() throws Exception {
        DruidService historical = service(HISTORICAL);
        DruidService broker = service("broker:8082");
        Announcer announcer = closeLater(new Announcer(historical));
        announcer.announce(
                SERVERS + "/" + HISTORICAL,
                "{\"type\":\"historical\"}".getBytes(StandardCharsets.UTF_8));
        Inventory inventory = closeLater(new Inventory(broker));
        Map<String, byte[]> expected = new TreeMap<>();
        for (int batch = 0; batch < 10; batch++) {
            String path = SEGMENTS + "/" + HISTORICAL + "/batch-" + batch;
            expected.put(path, batch(batch, 64));
            announcer.announce(path, expected.get(path));
        }
        eventually("the first batches are seen").until(() -> inventory.holds(expected));
        List<Long> sessions = sessionIds();

        // Written without waiting for answers, so that some are on their way when the server dies.
        for (int written = 1; written <= 40; written++) {
            int batch = written % 10;
            String path = SEGMENTS + "/" + HISTORICAL + "/batch-" + batch;
            expected.put(path, batch(1_000 + written, written * BATCH_BYTES_MAX / 40));
            announcer.update(path, expected.get(path));
            if (written == 20) {
                killAndRestart(Duration.ofSeconds(2));
            }
        }

        eventually("the last batches are seen").until(() -> inventory.holds(expected));
        assertEquals(sessions, sessionIds(), "the sessions survive");
        assertEquals(11, ephemerals(broker).size(), "the announcement and ten batches");
        assertNoOrphans(broker);
    }

    @Test
    void withdrawingIsAtomicAndSaysWhyItFails() throws Exception {
        DruidService historical = service(HISTORICAL);
        String folder = SEGMENTS + "/" + HISTORICAL;
        Announcer announcer = closeLater(new Announcer(historical));
        announcer.announce(folder + "/one", batch(1, 100));
        announcer.announce(folder + "/two", batch(2, 100));
        eventually("both are there")
                .until(() -> historical.curator().getChildren().forPath(folder).size() == 2);

        // Stopping deletes the znode and, in the same transaction, the folder it was made in.
        CuratorOp one = historical.curator().transactionOp().delete().forPath(folder + "/one");
        CuratorOp parent = historical.curator().transactionOp().delete().forPath(folder);
        assertThrows(
                KeeperException.NotEmptyException.class,
                () -> historical.curator().transaction().forOperations(one, parent));
        assertEquals(
                2,
                historical.curator().getChildren().forPath(folder).size(),
                "nothing of it happened");

        announcer.withdraw(folder + "/two");
        assertThrows(
                KeeperException.NoNodeException.class, () -> announcer.withdraw(folder + "/two"));
        killAndRestart(Duration.ofSeconds(2));
        announcer.close();
        historical.curator().transaction().forOperations(one, parent);
        assertNull(historical.curator().checkExists().forPath(folder));
    }

    @Test
    void theLargestBatchComesBackByteForByte() throws Exception {
        DruidService historical = service(HISTORICAL);
        String path = SEGMENTS + "/" + HISTORICAL + "/largest";
        byte[] largest = batch(7, BATCH_BYTES_MAX);
        Announcer announcer = closeLater(new Announcer(historical));
        announcer.announce(path, largest);
        eventually("it is there")
                .until(() -> historical.curator().checkExists().forPath(path) != null);

        killAndRestart(Duration.ofSeconds(2));

        assertArrayEquals(largest, historical.curator().getData().decompressed().forPath(path));
    }

    /** A payload that does not compress, so that its length is what the server has to hold. */
    private static byte[] batch(int seed, int length) {
        byte[] payload = new byte[length];
        new Random(seed).nextBytes(payload);
        return payload;
    }

    /**
     * What a Broker believes: a cache of the announced servers, and for each of them a cache of its
     * batches. Every event is followed by a read of its own.
     */
    private static final class Inventory implements AutoCloseable {
        private final DruidService owner;
        private final PathChildrenCache servers;
        private final Map<String, PathChildrenCache> batches = new ConcurrentHashMap<>();
        private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

        Inventory(DruidService owner) throws Exception {
            this.owner = owner;
            servers = new PathChildrenCache(owner.curator(), SERVERS, true, true, Thread::new);
            servers.getListenable().addListener((client, event) -> onServer(event));
            servers.start(PathChildrenCache.StartMode.POST_INITIALIZED_EVENT);
        }

        boolean holds(Map<String, byte[]> expected) {
            return contents.keySet().equals(expected.keySet())
                    && expected.entrySet().stream()
                            .allMatch(
                                    batch ->
                                            Arrays.equals(
                                                    batch.getValue(),
                                                    contents.get(batch.getKey())));
        }

        @Override
        public void close() throws IOException {
            servers.close();
            for (PathChildrenCache cache : batches.values()) {
                cache.close();
            }
        }

        private void onServer(PathChildrenCacheEvent event) throws Exception {
            switch (event.getType()) {
                case CHILD_ADDED -> {
                    String host = ZKPaths.getNodeFromPath(event.getData().getPath());
                    PathChildrenCache cache =
                            new PathChildrenCache(
                                    owner.curator(),
                                    SEGMENTS + "/" + host,
                                    true,
                                    true,
                                    Thread::new);
                    cache.getListenable().addListener((client, batch) -> onBatch(batch));
                    batches.put(host, cache);
                    cache.start(PathChildrenCache.StartMode.POST_INITIALIZED_EVENT);
                }
                case CHILD_REMOVED ->
                        batches.remove(ZKPaths.getNodeFromPath(event.getData().getPath())).close();
                case CHILD_UPDATED,
                        CONNECTION_SUSPENDED,
                        CONNECTION_RECONNECTED,
                        CONNECTION_LOST,
                        INITIALIZED -> {
                    // Only who is there matters here.
                }
            }
        }

        private void onBatch(PathChildrenCacheEvent event) throws Exception {
            switch (event.getType()) {
                case CHILD_ADDED, CHILD_UPDATED -> {
                    String path = event.getData().getPath();
                    contents.put(path, owner.curator().getData().decompressed().forPath(path));
                }
                case CHILD_REMOVED -> contents.remove(event.getData().getPath());
                case CONNECTION_SUSPENDED, CONNECTION_RECONNECTED, CONNECTION_LOST, INITIALIZED -> {
                    // The cache reads everything again by itself when the connection is back.
                }
            }
        }
    }
}
