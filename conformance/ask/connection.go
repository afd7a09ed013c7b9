// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const requestTimeout = 30 * time.Second

// server is a connection to the API server as its administrator.
type server struct {
	base    string
	workers int
	// plain speaks whatever HTTP version is agreed on; upgrading speaks HTTP/1.1, which is the
	// version that connections can be upgraded from.
	plain, upgrading *http.Client
	// The same without the administrator's certificate.
	nobodyPlain, nobodyUpgrading *http.Client
	kinds                        kinds
}

func connect(kubeconfig string, workers int) (*server, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	s := &server{base: strings.TrimSuffix(config.Host, "/"), workers: max(workers, 1)}
	nobody := rest.AnonymousClientConfig(config)
	for _, c := range []struct {
		client **http.Client
		config *rest.Config
		protos []string
	}{
		{&s.plain, config, nil},
		{&s.upgrading, config, []string{"http/1.1"}},
		{&s.nobodyPlain, nobody, nil},
		{&s.nobodyUpgrading, nobody, []string{"http/1.1"}},
	} {
		own := rest.CopyConfig(c.config)
		own.NextProtos = c.protos
		if *c.client, err = rest.HTTPClientFor(own); err != nil {
			return nil, err
		}
		(*c.client).CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	return s, nil
}

func (s *server) client(as identity, upgrade bool) *http.Client {
	nobody := as.Token != "" || as.Anonymous
	switch {
	case nobody && upgrade:
		return s.nobodyUpgrading
	case nobody:
		return s.nobodyPlain
	case upgrade:
		return s.upgrading
	default:
		return s.plain
	}
}

// identity is whom a request comes from. It is the administrator, unless a token is given, or
// nothing at all is to be given; on top of that comes whom it impersonates.
type identity struct {
	Token     string              `json:"token"`
	Anonymous bool                `json:"anonymous"`
	As        string              `json:"as"`
	AsGroups  []string            `json:"asGroups"`
	AsUID     string              `json:"asUid"`
	AsExtra   map[string][]string `json:"asExtra"`
}

func (i identity) set(header http.Header) {
	if i.Token != "" {
		header.Set("Authorization", "Bearer "+i.Token)
	}
	if i.As != "" {
		header.Set("Impersonate-User", i.As)
	}
	for _, group := range i.AsGroups {
		header.Add("Impersonate-Group", group)
	}
	if i.AsUID != "" {
		header.Set("Impersonate-Uid", i.AsUID)
	}
	for key, values := range i.AsExtra {
		for _, value := range values {
			header.Add("Impersonate-Extra-"+key, value)
		}
	}
}

type call struct {
	identity
	Method string          `json:"method"`
	Path   string          `json:"path"`
	Body   json.RawMessage `json:"body"`
	// BodyText is a body that is no JSON; it needs a contentType.
	BodyText    string `json:"bodyText"`
	ContentType string `json:"contentType"`
	Accept      string `json:"accept"`
	Upgrade     string `json:"upgrade"`
	// Raw asks for the body of the answer.
	Raw bool `json:"raw"`
}

// reply is an HTTP answer. Of a body without raw only a Status object is read.
type reply struct {
	Code     int             `json:"code"`
	Reason   string          `json:"reason,omitempty"`
	Message  string          `json:"message,omitempty"`
	Causes   []cause         `json:"causes,omitempty"`
	Warnings []string        `json:"warnings,omitempty"`
	Body     json.RawMessage `json:"body,omitempty"`
	Text     string          `json:"text,omitempty"`
	Error    string          `json:"error,omitempty"`
}

type cause struct {
	Field   string `json:"field"`
	Message string `json:"message"`
	Reason  string `json:"reason"`
}

func (s *server) do(c call) reply {
	ctx, cancel := context.WithTimeout(context.Background(), requestTimeout)
	defer cancel()
	method := c.Method
	if method == "" {
		method = http.MethodGet
	}
	body := []byte(c.Body)
	if c.BodyText != "" {
		body = []byte(c.BodyText)
	}
	request, err := http.NewRequestWithContext(ctx, method, s.base+c.Path, bytes.NewReader(body))
	if err != nil {
		return reply{Error: err.Error()}
	}
	if len(c.Body) > 0 {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.ContentType != "" {
		request.Header.Set("Content-Type", c.ContentType)
	}
	if c.Accept != "" {
		request.Header.Set("Accept", c.Accept)
	}
	c.set(request.Header)
	if c.Upgrade != "" {
		if err := askForUpgrade(request.Header, c.Upgrade); err != nil {
			return reply{Error: err.Error()}
		}
	}
	response, err := s.client(c.identity, c.Upgrade != "").Do(request)
	if err != nil {
		return reply{Error: err.Error()}
	}
	// What is left of a body does not matter, and an answer may be an endless watch.
	defer response.Body.Close()
	return read(response, c.Raw)
}

func askForUpgrade(header http.Header, protocol string) error {
	header.Set("Connection", "Upgrade")
	switch protocol {
	case "websocket":
		header.Set("Upgrade", "websocket")
		header.Set("Sec-WebSocket-Version", "13")
		header.Set("Sec-WebSocket-Key", "cm9sZWNhbGwgb2YgMTZiIQ==")
		header.Set("Sec-WebSocket-Protocol", "v5.channel.k8s.io, v4.channel.k8s.io, v4.base64.channel.k8s.io")
	case "spdy":
		header.Set("Upgrade", "SPDY/3.1")
		header.Set("X-Stream-Protocol-Version", "v4.channel.k8s.io")
	default:
		return errors.New("upgrade must be websocket or spdy")
	}
	return nil
}

func read(response *http.Response, raw bool) reply {
	answer := reply{Code: response.StatusCode}
	// Headers that are no warnings are of no interest here.
	warnings, _ := utilnet.ParseWarningHeaders(response.Header["Warning"])
	for _, warning := range warnings {
		answer.Warnings = append(answer.Warnings, warning.Text)
	}
	failed := response.StatusCode >= 400
	if response.StatusCode == http.StatusSwitchingProtocols || !failed && !raw {
		return answer
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		answer.Error = err.Error()
		return answer
	}
	var status metav1.Status
	if failed && json.Unmarshal(body, &status) == nil && status.Kind == "Status" {
		answer.Reason, answer.Message = string(status.Reason), status.Message
		if status.Details != nil {
			for _, c := range status.Details.Causes {
				answer.Causes = append(answer.Causes, cause{Field: c.Field, Message: c.Message, Reason: string(c.Type)})
			}
		}
	} else if failed {
		answer.Message = strings.TrimSpace(string(body))
	}
	if raw && json.Valid(body) {
		answer.Body = body
	} else if raw {
		answer.Text = string(body)
	}
	return answer
}

// each calls do for every index, in several goroutines.
func (s *server) each(count int, do func(int)) {
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(s.workers, count) {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := range next {
				do(i)
			}
		}()
	}
	for i := range count {
		next <- i
	}
	close(next)
	wait.Wait()
}

func (s *server) requests(line []byte) (any, error) {
	var request struct {
		Requests []call `json:"requests"`
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	answers := make([]reply, len(request.Requests))
	s.each(len(answers), func(i int) { answers[i] = s.do(request.Requests[i]) })
	return map[string]any{"answers": answers}, nil
}

func (s *server) get(line []byte) (any, error) {
	var request call
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	request.Method, request.Raw = http.MethodGet, true
	return s.do(request), nil
}
