package io.ringkeeper.tests.druid;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The wire between one service and the server, which can be cut: everything in flight is lost, and
 * what connects later is closed at once, so neither side gets to say goodbye. It stays cut until it
 * is mended.
 */
final class Link implements AutoCloseable {
    private final ServerSocket door;
    private final int serverPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    Link(int serverPort) throws IOException {
        this.serverPort = serverPort;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::acceptAll);
    }

    /** Where the service connects to, instead of to the server. */
    String connectString() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    void cut() {
        cut = true;
        open.forEach(Link::drop);
    }

    void mend() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        cut();
        door.close();
    }

    private void acceptAll() {
        while (!door.isClosed()) {
            try {
                connect(door.accept());
            } catch (IOException closed) {
                // Only close() makes accept fail; the loop's condition sees it.
            }
        }
    }

    private void connect(Socket client) {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        } catch (IOException refused) {
            // The server is down: its client must see that here too.
            drop(client);
            return;
        }
        open.add(client);
        open.add(server);
        // Looked at after the sockets can be found: a cut before this line is seen here, a cut
        // after it finds them.
        if (cut) {
            drop(client);
            drop(server);
            return;
        }
        daemon(() -> carry(client, server));
        daemon(() -> carry(server, client));
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException broken) {
            // Either end is gone; both are closed on the way out.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void drop(Socket socket) {
        try {
            // Zero linger sends a reset instead of the orderly end.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            // The other direction was quicker.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "link");
        thread.setDaemon(true);
        thread.start();
    }
}
