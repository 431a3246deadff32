package io.ringkeeper.tests.druid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.curator.framework.api.CuratorWatcher;
import org.apache.curator.framework.recipes.cache.PathChildrenCache;
import org.apache.curator.framework.recipes.cache.PathChildrenCacheEvent;
import org.apache.curator.utils.ZKPaths;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The Coordinator tells a Historical what to load: it makes an ephemeral znode in the Historical's
 * queue and waits for its deletion, by which the Historical says that it is done.
 */
class LoadQueueTest extends RecipeTest {
    private static final String QUEUE = "/druid/loadQueue/historical:8083";
    private static final int SEGMENTS = 200;

    @Test
    void everySegmentIsLoadedAndReportedAlthoughTheServerDies() throws Exception {
        DruidService historicalService = service("historical:8083");
        historicalService.ensureFolder(QUEUE);
        Historical historical = closeLater(new Historical(historicalService));
        DruidService coordinatorService = service("coordinator:8081");
        Coordinator coordinator = new Coordinator(coordinatorService);
        List<Long> sessions = sessionIds();

        Set<String> all = new TreeSet<>();
        for (int i = 0; i < SEGMENTS; i++) {
            String segment = "wikipedia_2026-01-01T00:00:00.000Z_" + i;
            all.add(segment);
            coordinator.load(segment);
            if (i == SEGMENTS / 2) {
                killAndRestart(Duration.ofSeconds(3));
            }
        }

        eventually("all are reported as loaded").until(() -> coordinator.done().equals(all));
        assertEquals(all, historical.loaded());
        assertEquals(sessions, sessionIds(), "the sessions survive");
        assertEquals(
                List.of(),
                historicalService.curator().getChildren().forPath(QUEUE),
                "the queue is empty");
        assertEquals(Map.of(), ephemerals(historicalService));
        assertEquals(SEGMENTS, coordinator.callbacks(), "one deletion seen per segment");
    }

    @Test
    void aCoordinatorThatGoesAwayTakesItsRequestsAlong() throws Exception {
        DruidService historicalService = service("historical:8083");
        historicalService.ensureFolder(QUEUE);
        DruidService coordinatorService = service("coordinator:8081");
        Coordinator coordinator = new Coordinator(coordinatorService);
        coordinator.load("never-loaded");
        assertEquals(1, ephemerals(historicalService).size());

        killAndRestart(Duration.ofSeconds(2));
        awaitConnected(coordinatorService);
        coordinatorService.close();

        assertEquals(Map.of(), ephemerals(historicalService));
    }

    /** Asks for segments and learns from the deletions what is done. */
    private static final class Coordinator {
        private final DruidService service;
        private final Set<String> done = ConcurrentHashMap.newKeySet();
        private final AtomicInteger callbacks = new AtomicInteger();

        Coordinator(DruidService service) {
            this.service = service;
        }

        void load(String segment) throws Exception {
            String path = ZKPaths.makePath(QUEUE, segment);
            byte[] request = "{\"action\":\"load\"}".getBytes(StandardCharsets.UTF_8);
            try {
                service.curator().create().withMode(CreateMode.EPHEMERAL).forPath(path, request);
            } catch (KeeperException.NodeExistsException repeated) {
                // The answer to the first try was lost with the connection; the znode is ours all
                // the same.
            }
            CuratorWatcher watcher =
                    event -> {
                        if (event.getType() == EventType.NodeDeleted) {
                            callbacks.incrementAndGet();
                            done.add(segment);
                        }
                    };
            Stat stat = service.curator().checkExists().usingWatcher(watcher).forPath(path);
            if (stat == null && done.add(segment)) {
                // It was faster than the watch, which Druid resolves with a znode made and removed
                // for the purpose.
                callbacks.incrementAndGet();
                service.curator()
                        .create()
                        .withMode(CreateMode.EPHEMERAL)
                        .forPath(path + "-noop", new byte[0]);
                service.curator().delete().forPath(path + "-noop");
            }
        }

        Set<String> done() {
            return new TreeSet<>(done);
        }

        int callbacks() {
            return callbacks.get();
        }
    }

    /** Loads what appears in its queue, and deletes the request when it is done. */
    private static final class Historical implements AutoCloseable {
        private final DruidService service;
        private final PathChildrenCache queue;
        private final Set<String> loaded = ConcurrentHashMap.newKeySet();

        Historical(DruidService service) throws Exception {
            this.service = service;
            queue = new PathChildrenCache(service.curator(), QUEUE, true, true, Thread::new);
            queue.getListenable().addListener((client, event) -> onEvent(event));
            queue.start();
        }

        Set<String> loaded() {
            return new TreeSet<>(loaded);
        }

        @Override
        public void close() throws IOException {
            queue.close();
        }

        private void onEvent(PathChildrenCacheEvent event) throws Exception {
            switch (event.getType()) {
                case CHILD_ADDED -> {
                    String path = event.getData().getPath();
                    if (!path.endsWith("-noop")) {
                        loaded.add(ZKPaths.getNodeFromPath(path));
                        service.curator().delete().guaranteed().inBackground().forPath(path);
                    }
                }
                case CHILD_REMOVED,
                        CHILD_UPDATED,
                        CONNECTION_SUSPENDED,
                        CONNECTION_RECONNECTED,
                        CONNECTION_LOST,
                        INITIALIZED -> {
                    // A request is only ever added and removed.
                }
            }
        }
    }
}
