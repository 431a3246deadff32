package io.ringkeeper.tests;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One server on one port with one data folder, as an operating system process of its own.
 *
 * <p>Which server it is, the suite is told by the system property {@code ringkeeper.tests.server}:
 * {@code ringkeeper}, or {@code zookeeper} for the control run. Both are given the same {@code
 * zoo.cfg}. The process can be killed and started again any number of times; the data folder and
 * the port stay. A process never outlives the JVM of its test.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    /** Everything that runs now: what a test forgot is killed when the JVM ends. */
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final int port;
    private final Path folder;
    private final Map<String, String> systemProperties;
    private final Properties config;
    private Process process;

    /**
     * Prepares a server; nothing runs before {@link #start()}.
     *
     * @param port client port on all addresses of this machine
     * @param folder holds the generated {@code zoo.cfg} and, in {@code data}, the server's data;
     *     kept by {@link #kill()}
     * @param config further lines of {@code zoo.cfg}
     * @param systemProperties what ZooKeeper's start scripts would pass as {@code -Dname=value}
     */
    public ServerProcess(
            int port,
            Path folder,
            Map<String, String> config,
            Map<String, String> systemProperties) {
        this.port = port;
        this.folder = folder;
        this.systemProperties = Map.copyOf(systemProperties);
        this.config = new Properties();
        this.config.setProperty("clientPort", Integer.toString(port));
        this.config.setProperty("dataDir", folder.resolve("data").toString());
        this.config.setProperty("admin.enableServer", "false");
        this.config.setProperty("4lw.commands.whitelist", "*");
        this.config.putAll(config);
    }

    /** Whether the suite runs against Apache ZooKeeper, as its own control. */
    public static boolean isControlRun() {
        return switch (required("ringkeeper.tests.server")) {
            case "ringkeeper" -> false;
            case "zookeeper" -> true;
            default ->
                    throw new IllegalStateException("SERVER is neither ringkeeper nor zookeeper");
        };
    }

    /** A port that nothing listens on at this moment. */
    public static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    /** The port clients connect to. */
    public int port() {
        return port;
    }

    /** What a client takes as its list of servers. */
    public String connectString() {
        return "127.0.0.1:" + port;
    }

    /** Starts the process and returns when it serves clients. */
    public synchronized void start() throws IOException, InterruptedException {
        spawn();
        awaitService(process, log());
    }

    /** Starts the process and does not wait for it. */
    public synchronized void spawn() throws IOException {
        if (process != null) {
            throw new IllegalStateException("already started");
        }
        Files.createDirectories(folder.resolve("data"));
        Path cfg = folder.resolve("zoo.cfg");
        try (OutputStream out = Files.newOutputStream(cfg)) {
            config.store(out, null);
        }
        process =
                new ProcessBuilder(command(cfg))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
                        .start();
        RUNNING.add(process);
    }

    private File log() throws IOException {
        Path logs = Path.of(required("ringkeeper.tests.logs"));
        Files.createDirectories(logs);
        return logs.resolve("server-" + port + ".log").toFile();
    }

    /**
     * Ends the process with SIGKILL: no goodbye to clients, nothing written that was not written
     * already.
     */
    public synchronized void kill() throws InterruptedException {
        if (process == null) {
            return;
        }
        process.destroyForcibly();
        if (!process.waitFor(KILL_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("process " + process.pid() + " survives SIGKILL");
        }
        RUNNING.remove(process);
        process = null;
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            // The signal is sent; only the wait for its effect is cut short.
            Thread.currentThread().interrupt();
        }
    }

    private List<String> command(Path cfg) {
        List<String> command = new ArrayList<>();
        if (isControlRun()) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-Xmx512m");
            command.add("-cp");
            command.add(required("ringkeeper.tests.zookeeper") + File.separator + "*");
        } else {
            command.add(required("ringkeeper.tests.binary"));
            command.add("serve");
        }
        systemProperties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        if (isControlRun()) {
            command.add("org.apache.zookeeper.server.quorum.QuorumPeerMain");
        }
        command.add(cfg.toString());
        return command;
    }

    private void awaitService(Process started, File log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!isServing()) {
            if (!started.isAlive()) {
                RUNNING.remove(started);
                process = null;
                throw new IOException(
                        "the server on port "
                                + port
                                + " ended with code "
                                + started.exitValue()
                                + ", see "
                                + log);
            }
            if (System.nanoTime() - deadline > 0) {
                kill();
                throw new IOException(
                        "the server on port " + port + " does not answer, see " + log);
            }
            Thread.sleep(10);
        }
    }

    /**
     * Asks with {@code srvr}, since ZooKeeper answers {@code ruok} already while it cannot take a
     * session, and leaves whoever connects then without an answer.
     */
    private boolean isServing() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.contains("\nMode: ");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String required(String property) {
        String value = System.getProperty(property);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("system property " + property + " is not set");
        }
        return value;
    }
}
