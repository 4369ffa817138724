// SPDX-License-Identifier: LGPL-2.1-or-later
// A serial line, as a pair of pseudo-terminals, and whoever is at its other end: it answers what a
// test says, byte by byte.
#pragma once

#include <glib.h>

#include <functional>
#include <string>
#include <vector>

namespace wattle_test
{

// The two ends. It stays raw and there when nobody has it open, as a real line does.
class Pty
{
  public:
    Pty ();
    ~Pty ();
    Pty (const Pty &) = delete;
    Pty &operator= (const Pty &) = delete;

    const std::string &
    path () const
    {
        return path_;
    }

    int
    fd () const
    {
        return master_;
    }

    guint baud () const; // as whoever opened it last wants it
    void vanish ();      // as if the adapter was unplugged

  private:
    int master_;
    int slave_;
    std::string path_;
};

// A name below /dev that leads to one port or another, or nowhere.
class PortName
{
  public:
    PortName ();
    ~PortName ();
    PortName (const PortName &) = delete;
    PortName &operator= (const PortName &) = delete;

    const std::string &
    path () const
    {
        return path_;
    }

    void lead_to (const std::string &port); // empty: nowhere

  private:
    std::string path_;
};

class SerialPeer
{
  public:
    using Bytes = std::vector<guint8>;
    // What to write when this request has come, with its checksum; empty: nothing.
    using Answer = std::function<Bytes (const Bytes &)>;

    explicit SerialPeer (Answer answer);
    ~SerialPeer ();
    SerialPeer (const SerialPeer &) = delete;
    SerialPeer &operator= (const SerialPeer &) = delete;

    const std::string &
    path () const
    {
        return pty_.path ();
    }

    guint
    baud () const
    {
        return pty_.baud ();
    }

    void write (const Bytes &bytes);
    void vanish ();

    std::vector<Bytes> requests; // so far

  private:
    static gboolean on_readable (int fd, GIOCondition condition, gpointer user_data);
    bool take_request ();

    Answer answer_;
    Pty pty_;
    guint watch_;
    Bytes received_;
};

// With the two bytes that belong at its end.
SerialPeer::Bytes with_checksum (SerialPeer::Bytes bytes);

} // namespace wattle_test
