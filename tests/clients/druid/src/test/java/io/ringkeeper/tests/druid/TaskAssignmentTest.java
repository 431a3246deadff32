package io.ringkeeper.tests.druid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.curator.framework.recipes.cache.PathChildrenCache;
import org.apache.curator.framework.recipes.cache.PathChildrenCacheEvent;
import org.apache.curator.utils.ZKPaths;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The Overlord gives tasks to MiddleManagers: an ephemeral znode under {@code tasks} is the order,
 * a persistent one under {@code status} the answer, written again at each change.
 */
class TaskAssignmentTest extends RecipeTest {
    private static final String WORKER = "middleManager:8091";
    private static final String TASKS = "/druid/indexer/tasks/" + WORKER;
    private static final String STATUS = "/druid/indexer/status/" + WORKER;
    private static final String WORKERS = "/druid/indexer/announcements";
    private static final int COUNT = 60;

    @Test
    void everyTaskRunsAndIsCleanedUpAlthoughTheServerDies() throws Exception {
        DruidService workerService = service(WORKER);
        DruidService overlordService = service("overlord:8090");
        Worker worker = closeLater(new Worker(workerService));
        Overlord overlord = closeLater(new Overlord(overlordService));
        List<Long> sessions = sessionIds();

        Set<String> all = new TreeSet<>();
        for (int i = 0; i < COUNT; i++) {
            String task = "index_parallel_t_" + i;
            all.add(task);
            overlord.assign(task);
            if (i == COUNT / 2) {
                killAndRestart(Duration.ofSeconds(4));
            }
        }

        eventually("all tasks succeed").until(() -> overlord.succeeded().equals(all));
        eventually("nothing is left of them")
                .until(
                        () ->
                                overlordService.curator().getChildren().forPath(TASKS).isEmpty()
                                        && overlordService
                                                .curator()
                                                .getChildren()
                                                .forPath(STATUS)
                                                .isEmpty());
        assertEquals(all, worker.ran());
        assertEquals(sessions, sessionIds(), "the sessions survive");
        assertEquals(workerService.sessionId(), ownerOf(overlordService, WORKERS + "/" + WORKER));
        assertEquals(1, ephemerals(overlordService).size(), "only the worker itself");
    }

    @Test
    void aWorkerIsDisabledByRewritingItsAnnouncement() throws Exception {
        DruidService workerService = service(WORKER);
        DruidService overlordService = service("overlord:8090");
        Announcer announcer = closeLater(new Announcer(workerService));
        String path = WORKERS + "/" + WORKER;
        announcer.announce(path, bytes("{\"version\":\"0\"}"));
        eventually("it is there")
                .until(() -> overlordService.curator().checkExists().forPath(path) != null);
        long czxid = overlordService.curator().checkExists().forPath(path).getCzxid();

        killAndRestart(Duration.ofSeconds(2));
        announcer.update(path, bytes("{\"version\":\"\"}"));

        eventually("the new version is seen")
                .untilAsserted(
                        () ->
                                assertArrayEquals(
                                        bytes("{\"version\":\"\"}"),
                                        overlordService
                                                .curator()
                                                .getData()
                                                .decompressed()
                                                .forPath(path)));
        assertEquals(
                czxid,
                overlordService.curator().checkExists().forPath(path).getCzxid(),
                "written, not made again");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Takes orders, removes each when it starts on it, and reports. */
    private static final class Worker implements AutoCloseable {
        private final DruidService service;
        private final Announcer announcer;
        private final PathChildrenCache orders;
        private final Set<String> ran = ConcurrentHashMap.newKeySet();

        /** Reports block on the connection, so they must not hold up the cache's events. */
        private final ExecutorService tasks = Executors.newSingleThreadExecutor();

        Worker(DruidService service) throws Exception {
            this.service = service;
            service.ensureFolder(TASKS);
            service.ensureFolder(STATUS);
            announcer = new Announcer(service);
            announcer.announce(WORKERS + "/" + WORKER, bytes("{\"host\":\"" + WORKER + "\"}"));
            orders = new PathChildrenCache(service.curator(), TASKS, false, true, Thread::new);
            orders.getListenable()
                    .addListener(
                            (client, event) -> {
                                if (event.getType() == PathChildrenCacheEvent.Type.CHILD_ADDED) {
                                    tasks.execute(
                                            () ->
                                                    run(
                                                            ZKPaths.getNodeFromPath(
                                                                    event.getData().getPath())));
                                }
                            });
            orders.start();
        }

        Set<String> ran() {
            return new TreeSet<>(ran);
        }

        @Override
        public void close() throws IOException {
            tasks.shutdownNow();
            orders.close();
            announcer.close();
        }

        private void run(String task) {
            try {
                String order = ZKPaths.makePath(TASKS, task);
                byte[] spec = service.curator().getData().forPath(order);
                assertArrayEquals(bytes(task), spec);
                report(task, "RUNNING");
                service.curator().delete().guaranteed().forPath(order);
                ran.add(task);
                report(task, "SUCCESS");
            } catch (KeeperException.NoNodeException gone) {
                // Its removal was tried twice, over a connection that broke in between.
                ran.add(task);
                report(task, "SUCCESS");
            } catch (Exception e) {
                throw new IllegalStateException(task, e);
            }
        }

        private void report(String task, String state) {
            try {
                service.curator()
                        .create()
                        .orSetData()
                        .withMode(CreateMode.PERSISTENT)
                        .forPath(ZKPaths.makePath(STATUS, task), bytes(state));
            } catch (Exception e) {
                throw new IllegalStateException(task + " " + state, e);
            }
        }
    }

    /** Gives orders and removes the report of every task that succeeded. */
    private static final class Overlord implements AutoCloseable {
        private final DruidService service;
        private final PathChildrenCache reports;
        private final Set<String> succeeded = ConcurrentHashMap.newKeySet();

        Overlord(DruidService service) throws Exception {
            this.service = service;
            reports = new PathChildrenCache(service.curator(), STATUS, true, true, Thread::new);
            reports.getListenable()
                    .addListener(
                            (client, event) -> {
                                PathChildrenCacheEvent.Type type = event.getType();
                                boolean written =
                                        type == PathChildrenCacheEvent.Type.CHILD_ADDED
                                                || type
                                                        == PathChildrenCacheEvent.Type
                                                                .CHILD_UPDATED;
                                if (written
                                        && new String(
                                                        event.getData().getData(),
                                                        StandardCharsets.UTF_8)
                                                .equals("SUCCESS")) {
                                    String path = event.getData().getPath();
                                    succeeded.add(ZKPaths.getNodeFromPath(path));
                                    this.service
                                            .curator()
                                            .delete()
                                            .guaranteed()
                                            .inBackground()
                                            .forPath(path);
                                }
                            });
            reports.start(PathChildrenCache.StartMode.POST_INITIALIZED_EVENT);
        }

        void assign(String task) throws Exception {
            try {
                service.curator()
                        .create()
                        .withMode(CreateMode.EPHEMERAL)
                        .forPath(ZKPaths.makePath(TASKS, task), bytes(task));
            } catch (KeeperException.NodeExistsException repeated) {
                // The answer to the first try was lost with the connection.
            }
        }

        Set<String> succeeded() {
            return new TreeSet<>(succeeded);
        }

        @Override
        public void close() throws IOException {
            reports.close();
        }
    }
}
