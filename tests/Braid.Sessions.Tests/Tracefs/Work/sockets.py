"""Sockets of all kinds between two threads, and TCP's ways to end."""
import os, select, socket, threading

def exchange(family, kind, address):
    server = socket.socket(family, kind)
    server.bind(address)
    if kind == socket.SOCK_DGRAM:
        client = socket.socket(family, kind)
        for _ in range(20):
            client.sendto(b"x" * 500, server.getsockname())
            server.recv(1000)
        return
    server.listen(4)
    client = socket.socket(family, kind)
    client.connect(server.getsockname())
    peer, _ = server.accept()
    for _ in range(20):
        client.sendall(b"y" * 20000)
        while select.select([peer], [], [], 0)[0]:
            peer.recv(65536)
    peer.shutdown(socket.SHUT_RDWR)
    client.close()
    server.close()

threads = [threading.Thread(target=exchange, args=a) for a in (
    (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
    (socket.AF_INET6, socket.SOCK_STREAM, ("::1", 0)),
    (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
    (socket.AF_UNIX, socket.SOCK_STREAM, "\0braid-test-%d" % os.getpid()))]
for thread in threads: thread.start()
for thread in threads: thread.join(10)
refused = socket.socket()
refused.connect_ex(("127.0.0.1", 1))
lost = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
lost.sendto(b"z", ("127.0.0.1", 9))
for _ in range(5): lost.sendto(b"z", ("10.9.8.77", 9))
