package io.ringkeeper.tests.druid;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.curator.framework.recipes.cache.PathChildrenCache;
import org.apache.curator.framework.recipes.cache.PathChildrenCacheEvent;
import org.apache.curator.utils.ZKPaths;
import org.apache.zookeeper.CreateMode;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps ephemeral znodes alive, as Druid's {@code PathChildrenAnnouncer} does.
 *
 * <p>What is announced is created in the background, compressed, and watched through a cache of its
 * parent. It is made again when the cache sees it removed, and after a lost session. Creating what
 * is still there fails and is ignored: if an old session's znode were to vanish without an event,
 * the service would stay invisible for ever.
 */
final class Announcer implements AutoCloseable {
    private final CuratorFramework curator;
    private final Map<String, byte[]> announced = new ConcurrentHashMap<>();
    private final Map<String, PathChildrenCache> parents = new ConcurrentHashMap<>();

    Announcer(DruidService service) {
        curator = service.curator();
    }

    /**
     * Announces {@code payload} at {@code path} until {@link #withdraw(String)}; returns before it
     * is there.
     */
    void announce(String path, byte[] payload) throws Exception {
        announced.put(path, payload);
        String parent = ZKPaths.getPathAndNode(path).getPath();
        if (!parents.containsKey(parent)) {
            if (curator.checkExists().forPath(parent) == null) {
                curator.create().orSetData().creatingParentsIfNeeded().forPath(parent);
            }
            watch(parent);
        }
        create(path);
    }

    /** Replaces the payload; returns before the server has it. */
    void update(String path, byte[] payload) throws Exception {
        announced.put(path, payload);
        curator.setData().compressed().inBackground().forPath(path, payload);
    }

    /** Takes the announcement away, with the transaction of one delete that Druid uses. */
    void withdraw(String path) throws Exception {
        announced.remove(path);
        CuratorOp delete = curator.transactionOp().delete().forPath(path);
        curator.transaction().forOperations(delete);
    }

    @Override
    public void close() throws IOException {
        announced.clear();
        for (PathChildrenCache cache : parents.values()) {
            cache.close();
        }
    }

    private void watch(String parent) throws Exception {
        PathChildrenCache cache = new PathChildrenCache(curator, parent, true, true, Thread::new);
        cache.getListenable().addListener((client, event) -> onEvent(parent, event));
        parents.put(parent, cache);
        cache.start();
    }

    private void onEvent(String parent, PathChildrenCacheEvent event) throws Exception {
        switch (event.getType()) {
            case CHILD_REMOVED -> {
                if (announced.containsKey(event.getData().getPath())) {
                    create(event.getData().getPath());
                }
            }
            case CONNECTION_RECONNECTED -> {
                for (String path : announced.keySet()) {
                    if (ZKPaths.getPathAndNode(path).getPath().equals(parent)) {
                        create(path);
                    }
                }
            }
            case CHILD_ADDED, CHILD_UPDATED, CONNECTION_SUSPENDED, CONNECTION_LOST, INITIALIZED -> {
                // Nothing that was announced is missing for these reasons.
            }
        }
    }

    private void create(String path) throws Exception {
        byte[] payload = announced.get(path);
        if (payload != null) {
            curator.create()
                    .compressed()
                    .withMode(CreateMode.EPHEMERAL)
                    .inBackground()
                    .forPath(path, payload);
        }
    }
}
