package org.apache.curator.test;

import io.ringkeeper.tests.ProcessCnxnFactory;
import io.ringkeeper.tests.ServerProcess;

import org.apache.zookeeper.server.embedded.ZooKeeperServerEmbedded;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Takes the place of Curator's class of the same name, as it comes first on the class path: what
 * Curator's test servers are made of.
 *
 * <p>A server that stands alone is embedded in the JVM as before, and the connection factory decides
 * who serves its clients ({@link ProcessCnxnFactory}). A server of an ensemble becomes a process,
 * with the very {@code zoo.cfg} that the embedded one would have been given.
 */
public final class ZooKeeperServerEmbeddedAdapter implements ZooKeeperMainFace {
    private static final long START_LIMIT_MS = 60_000;

    private ZooKeeperServerEmbedded embedded;
    private ServerProcess process;
    private int clientPort;

    @Override
    public void start(QuorumPeerConfigBuilder builder) {
        try {
            Properties properties = builder.buildProperties();
            clientPort = Integer.parseInt(properties.getProperty("clientPort"));
            if (clientPort == 0) {
                clientPort = ServerProcess.freePort();
                properties.setProperty("clientPort", Integer.toString(clientPort));
            }
            properties.setProperty("admin.enableServer", "false");
            properties.setProperty("4lw.commands.whitelist", "*");
            Path folder = Path.of(properties.getProperty("dataDir")).getParent();
            long servers =
                    properties.stringPropertyNames().stream()
                            .filter(name -> name.startsWith("server."))
                            .count();
            if (servers > 1) {
                startMember(properties);
            } else {
                embedded =
                        ZooKeeperServerEmbedded.builder()
                                .configuration(properties)
                                .baseDir(folder)
                                .build();
                embedded.start(START_LIMIT_MS);
            }
        } catch (Exception e) {
            throw new FailedServerStartException(e);
        }
    }

    /** Does not wait: a server of an ensemble serves only once a quorum is there. */
    private void startMember(Properties properties) throws Exception {
        Map<String, String> config = new HashMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> config.put(name, properties.getProperty(name)));
        // Curator's tests set this one for the whole JVM, where a process cannot see it.
        config.putIfAbsent(
                "reconfigEnabled", Boolean.toString(QuorumPeerConfig.isReconfigEnabled()));
        Path data = Path.of(properties.getProperty("dataDir"));
        process =
                new ServerProcess(
                        clientPort,
                        data.resolve("process"),
                        config,
                        ProcessCnxnFactory.propertiesToForward());
        process.spawn();
    }

    @Override
    public int getClientPort() {
        return clientPort;
    }

    @Override
    public void kill() {
        close();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        if (embedded != null) {
            embedded.close();
        }
    }
}
